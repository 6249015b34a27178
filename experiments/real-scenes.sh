#!/usr/bin/env bash
# The recipe of README.md, "Real scenes, fourth round": learns from composed clips of real photographs and recordings and
# reports on scenes that were composed by others from files never trained on. About an hour on two cores, 25 GB of disk.
#
#   experiments/real-scenes.sh DATA OUT [PERCENT]
#
# DATA/media/{objects,sounds,backgrounds}/train hold the files, DATA/scenes/{train,val} composed scenes with truth.
# Every step goes on where it was when the script is run again. PERCENT makes everything smaller: 2 tries the script out in
# minutes, and learns nothing.
set -euo pipefail
data=$(realpath "$1")
percent=${3:-100}
mkdir -p "$2"
out=$(realpath "$2")
earsight=$(realpath "$(dirname "$0")/../earsight")
cd "$out"

# One file in seven (by the hash of its name) and one background in six are set aside to choose by.
held() { # whether SHA-256 of the name $1, as a number, is a multiple of 7
  local hex rest=0 i
  hex=$(printf %s "$1" | sha256sum | cut -c1-64)
  for ((i = 0; i < 64; i++)); do rest=$(((rest * 16 + 16#${hex:i:1}) % 7)); done
  [ "$rest" -eq 0 ]
}
divide() {
  local kind class file part n=0
  for kind in objects sounds; do
    for class in "$data/media/$kind/train"/*; do
      mkdir -p "media/fit/$kind/$(basename "$class")" "media/hold/$kind/$(basename "$class")"
      for file in "$class"/*; do
        part=fit
        if held "$(basename "$file")"; then part=hold; fi
        ln -sf "$file" "media/$part/$kind/$(basename "$class")/"
      done
    done
  done
  mkdir -p media/fit/backgrounds media/hold/backgrounds
  for file in "$data/media/backgrounds/train"/*; do
    part=fit
    if ((n++ % 6 == 0)); then part=hold; fi
    ln -sf "$file" "media/$part/backgrounds/"
  done
}
[ -d media ] || divide

fit=(--objects media/fit/objects --sounds media/fit/sounds)
fit_backgrounds=(--backgrounds media/fit/backgrounds)
hold=(--objects media/hold/objects --sounds media/hold/sounds --backgrounds media/hold/backgrounds)
clip=(--seconds 1.6 --frame-rate 5 --format mov)
of() { echo $((($1 * percent + 99) / 100)); }
scene() { "$earsight" scene "${clip[@]}" "$@"; }
prepare() { "$earsight" prepare "scenes/$1" --out "data/$1" --frame-size "$2" --frames-per-second 5 --split-by-folder; }

# Lone things on plain backgrounds, then among real and drawn ones.
lone=(--width 128 --height 96 --silent-objects 0)
plain=("${lone[@]}" --size 0.45..0.8 --snr 15..50 --background-style plain)
scene --out scenes/plain/train --clips "$(of 12000)" "${fit[@]}" "${plain[@]}"
scene --out scenes/plain/val --clips "$(of 300)" --first 2000000 --objects media/hold/objects --sounds media/hold/sounds "${plain[@]}"
prepare plain 96
wide=("${lone[@]}" --size 0.35..0.8 --snr 12..50 --seed 2)
scene --out scenes/wide/train/any --clips "$(of 8000)" --first 3000000 "${fit[@]}" --background-style any "${wide[@]}"
scene --out scenes/wide/train/real --clips "$(of 24000)" --first 4000000 "${fit[@]}" "${fit_backgrounds[@]}" "${wide[@]}"
scene --out scenes/wide/train/plain --clips "$(of 6000)" --first 5000000 "${fit[@]}" --background-style plain "${wide[@]}"
scene --out scenes/wide/val/real --clips "$(of 500)" --first 6000000 "${hold[@]}" "${wide[@]}"
prepare wide 96

# Three things at the size they have in the scenes to report on, and the scenes given for training.
full=(--width 256 --height 192 --size 0.24..0.42 --snr 12..40)
scene --out scenes/full/train/real2 --clips "$(of 8000)" --first 30000000 "${fit[@]}" "${fit_backgrounds[@]}" "${full[@]}"
scene --out scenes/full/train/real1 --clips "$(of 1500)" --first 31000000 "${fit[@]}" "${fit_backgrounds[@]}" "${full[@]}" --silent-objects 1
scene --out scenes/full/train/any2 --clips "$(of 1500)" --first 32000000 "${fit[@]}" --background-style any "${full[@]}"
scene --out scenes/full/val/real2 --clips "$(of 500)" --first 34000000 "${hold[@]}" "${full[@]}"
mkdir -p scenes/full/train/given
cp -n "$data"/scenes/train/* scenes/full/train/given/
prepare full 192
mkdir -p scenes/report/test
cp -n "$data"/scenes/val/* scenes/report/test/
prepare report 240

train() { # run, network, its data, steps, learning rate, side of the pictures, other settings
  local out=$1 model=$2 data=$3 steps=$4 rate=$5 side=$6
  shift 6
  "$earsight" train --out "$out" --model "$model" --data "data/$data" --steps "$(of "$steps")" --learning-rate "$rate" \
    --set "network.image-side=$side" --set network.normalized-embedding=false --set validate-every-steps="$(of 200)" "$@"
}
hidden() { # how much of pictures, of sounds, the smallest crop, weight decay
  echo --set "augmentation.erased-side=$1" --set "augmentation.masked-share=$2" --set "augmentation.min-crop-area=$3" \
    --set "weight-decay=$4" --set augmentation.saturation=0.7 --set augmentation.brightness=0.2
}
train ave-plain ave plain 1000 2e-3 80
train ave-wide ave wide 2500 1.5e-3 80 --init ave-plain $(hidden 0.25 0.15 0.6 5e-5)
train avol-lone avol wide 3500 1.2e-3 112 --init ave-wide $(hidden 0.4 0.25 0.6 1e-4)
# A sound fits a silent thing in one of six pictures: the mismatches it fits best are left out.
three=($(hidden 0.4 0.25 0.75 1e-4) --set ignored-negatives-share=0.15)
train avol avol full 800 3e-4 192 --init avol-lone "${three[@]}" --set validation-pairs=2048
train ave-lone ave wide 800 6e-4 112 --init avol-lone $(hidden 0.4 0.25 0.6 1e-4)
train ave ave full 400 4e-4 192 --init ave-lone "${three[@]}"

"$earsight" evaluate --run avol --data data/report --split test --json avol.json
"$earsight" evaluate --run ave --data data/report --split test --json ave.json
