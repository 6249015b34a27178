#!/usr/bin/env bash
# Geometry against learned appearance, alone and fused: the same seconds, the same scenes, the same scoring.
#
#   experiments/microphones.sh RUN HELD TEST OUT [CLIPS] [UNSEEN]
#
# RUN is a run of --model avol. HELD and TEST each hold cut-out pictures, recordings and backgrounds in {objects,sounds,backgrounds}, none of which the run
# was trained on (else it is trusted too much): the weight is learnt on scenes of the former, such as the media/hold that real-scenes.sh sets
# aside, and all is measured on the latter. UNSEEN holds {objects,sounds} of classes the run never learnt, or is the word "drawn": things drawn and sounds synthesized. CLIPS scenes a cell (default 100). Goes on where it was when it is run again. Every cell leaves OUT/CELL.txt and OUT/CELL.json.
set -euo pipefail
run=$(realpath "$1")
held=$(realpath "$2")
test=$(realpath "$3")
mkdir -p "$4"
out=$(realpath "$4")
clips=${5:-100}
unseen=${6:-}
[ -z "$unseen" ] || [ "$unseen" = drawn ] || unseen=$(realpath "$unseen")
earsight=$(realpath "$(dirname "$0")/../earsight")
cd "$out"

array() { # name, microphone positions
  cat > "$1.yaml" <<YAML
sample-rate-hz: 48000
microphones: [$2]
camera: {image_width: 320, image_height: 240, camera_matrix: [280, 0, 159.5, 0, 280, 119.5, 0, 0, 1]}
YAML
}
pair() { array "pair$1" "[-$2, 0, 0], [$2, 0, 0]"; }
pair 3 0.015; pair 5 0.025; pair 10 0.05; pair 20 0.1; pair 50 0.25
array four "[-0.05, 0.05, 0], [0.05, 0.05, 0], [0.05, -0.05, 0], [-0.05, -0.05, 0]"
array eight "[-0.05, 0.05, 0], [0.05, 0.05, 0], [0.05, -0.05, 0], [-0.05, -0.05, 0], [0, 0.07, 0], [0.07, 0, 0], [0, -0.07, 0], [-0.07, 0, 0]"
# Where the microphones were thought to stand: a few millimetres, and a centimetre, off.
array four-3mm "[-0.047, 0.051, 0.002], [0.052, 0.053, -0.003], [0.048, -0.053, 0.001], [-0.052, -0.048, -0.002]"
array four-10mm "[-0.04, 0.053, 0.007], [0.057, 0.06, -0.01], [0.043, -0.06, 0.003], [-0.057, -0.043, -0.007]"

from() { echo --objects "$1/objects" --sounds "$1/sounds" --backgrounds "$1/backgrounds"; }
scene() { "$earsight" scene --seconds 2 --frame-rate 5 --size 0.24..0.42 "$@"; }
learn() { # array: SNR and reverberation of all kinds, a quarter of the scenes each
  [ -f "$1.fusion.json" ] && return
  local i=0 rt60
  for rt60 in 0 0.2 0.4 0.8; do
    scene --out "learn-$1" --clips $(((clips + 3) / 4)) --first $((100000 * ++i)) --seed 1 --snr -10..30 \
      --rt60 $rt60 $outside --microphones "$1.yaml" $(from "$held")
  done
  "$earsight" fuse --run "$run" --microphones "$1.yaml" --follow-confidence --learn "learn-$1" --out "$1.fusion.json" > "$1.fusion.txt"
  rm -r "learn-$1"
}
cell() { # name, array, array as it is thought to be, media, settings of the scenes
  local name=$1 array=$2 thought=$3 things=$4
  shift 4
  [ -f "$name.json" ] && return
  learn "$array"
  scene --out "test-$name" --clips "$clips" --seed 2 --microphones "$array.yaml" $things "$@"
  "$earsight" fuse --run "$run" --microphones "$thought.yaml" --fusion "$array.fusion.json" --test "test-$name" \
    --json "$name.json" > "$name.txt"
  rm -r "test-$name"
  echo "$name"; cat "$name.txt"
}
curve() { # name, setting, values in the names of its cells
  local name=$1 setting=$2 at cells=()
  shift 2
  for at; do cells+=("$at=$name$at.json"); done
  "$earsight" experiments curve --setting "$setting" --out "$name.png" -- "${cells[@]}" > "$name.md"
}
outside="--nothing-visible 0.2"
tested="$(from "$test") $outside"
for snr in -10 0 10 20 30; do cell "snr$snr" four four "$tested" --rt60 0.2 --snr $snr..$snr; done
curve snr "signal to noise in dB" -10 0 10 20 30
for rt60 in 0 0.2 0.4 0.6 0.8; do cell "rt60-$rt60" four four "$tested" --rt60 $rt60 --snr 20..20; done
curve rt60- "reverberation in s" 0 0.2 0.4 0.6 0.8
for spacing in 3 5 10 20 50; do cell "spacing$spacing" pair$spacing pair$spacing "$tested" --rt60 0.2 --snr 20..20; done
curve spacing "distance of two microphones in cm" 3 5 10 20 50
cell count2 pair10 pair10 "$tested" --rt60 0.4 --snr 10..10
cell count4 four four "$tested" --rt60 0.4 --snr 10..10
cell count8 eight eight "$tested" --rt60 0.4 --snr 10..10
curve count "microphones" 2 4 8
for twins in 0 1 2; do cell "twins$twins" four four "$tested" --rt60 0.2 --snr 20..20 --twins $twins; done
curve twins "silent things of the class that sounds" 0 1 2
for thought in four four-3mm four-10mm; do cell "off-$thought" four $thought "$tested" --rt60 0.2 --snr 20..20; done
cell silence four four "$(from "$test")" --rt60 0.2 --snr 20..20 --sounding-objects 0 --silent-objects 3
if [ -n "$unseen" ]; then
  things="--objects $unseen/objects --sounds $unseen/sounds --backgrounds $test/backgrounds"
  [ "$unseen" = drawn ] && things=
  things+=" $outside"
  cell unseen four four "$things" --rt60 0.2 --snr 20..20
fi
