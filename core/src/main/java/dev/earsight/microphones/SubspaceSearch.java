package dev.earsight.microphones;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/**
 * MUSIC (Schmidt 1986) for wide bands: at each frequency the strongest eigenvectors of the channels' covariance span the sources, and a steering
 * vector {@code a_m = exp(-j 2 pi f tau_m)} lies among them where a source is. Here the share of the steering vector within
 * that subspace, {@code 1 - |E_n^H a|^2 / M}, is averaged over up to {@value #MOST_BINS} frequencies, the strongest of each part of the band: incoherent
 * MUSIC, with the mean taken before the reciprocal so that one accidental zero at one frequency does not decide.
 *
 * <p>Tells apart sources that one beam would merge, as long as there are more frames than microphones and fewer sources than microphones, and no
 * echoes: an echo is coherent with its sound, and two coherent sources span one dimension. Looks at every direction of the grid: slower than {@link SteeredResponse}.
 */
public final class SubspaceSearch implements SourceSearch {
    private static final int MOST_BINS = 64;

    /** Cells from whose best direction a peak is looked for. */
    private static final int MOST_CLIMBS = 60;

    private final MicrophoneArray array;
    private final DirectionGrid grid;
    private final double distanceMeters;

    /** One frequency: real form, twice the size, of the projection onto the signal subspace. */
    private record Subspace(double hertz, double[] matrix) {}

    /** Sources far away. */
    public SubspaceSearch(MicrophoneArray array, DirectionGrid grid) {
        this(array, grid, Double.POSITIVE_INFINITY);
    }

    /** Sources at a distance from the camera's center in metres. */
    public SubspaceSearch(MicrophoneArray array, DirectionGrid grid, double distanceMeters) {
        this.array = array;
        this.grid = grid;
        this.distanceMeters = distanceMeters;
    }

    @Override
    public List<SoundSource> find(CrossSpectra spectra, int count) {
        int sources = Math.clamp(count, 1, array.size() - 1);
        List<Subspace> subspaces = subspaces(spectra, sources);
        if (subspaces.isEmpty()) {
            return List.of();
        }
        List<Climb> peaks = peaks(subspaces, sources + 1);
        double rest = peaks.size() > sources ? peaks.get(sources).height() : 0;
        return peaks.stream()
                .limit(sources)
                .map(peak -> new SoundSource(
                        Direction.of(peak.direction()),
                        distanceMeters,
                        peak.height(),
                        Math.clamp(1 - (1 - peak.height()) / (1 - rest), 0, 1)))
                .toList();
    }

    private List<Climb> peaks(List<Subspace> subspaces, int wanted) {
        List<DirectionGrid.Cell> cells = grid.cells();
        Climb[] best = new Climb[cells.size()];
        for (int c = 0; c < best.length; c++) {
            best[c] = cells.get(c).directions().stream()
                    .map(direction -> new Climb(direction, share(subspaces, direction)))
                    .max(Comparator.comparingDouble(Climb::height))
                    .orElseThrow();
        }
        Arrays.sort(best, Comparator.comparingDouble((Climb cell) -> -cell.height()));
        List<Climb> peaks = new ArrayList<>();
        for (int c = 0; c < Math.min(MOST_CLIMBS, best.length) && peaks.size() < wanted; c++) {
            Climb top = Climb.from(best[c].direction(), grid, direction -> share(subspaces, direction));
            double apart = Math.toRadians(2 * grid.stepDegrees());
            if (peaks.stream().allMatch(peak -> DirectionGrid.angle(peak.direction(), top.direction()) > apart)) {
                peaks.add(top);
            }
        }
        peaks.sort(Comparator.comparingDouble(peak -> -peak.height()));
        return peaks;
    }

    private double share(List<Subspace> subspaces, Point direction) {
        int size = array.size();
        double[] arrival = new double[size];
        for (int m = 0; m < size; m++) {
            arrival[m] = array.arrivalSeconds(m, direction, distanceMeters);
        }
        double[] steering = new double[2 * size];
        double sum = 0;
        for (Subspace subspace : subspaces) {
            for (int m = 0; m < size; m++) {
                double turn = -2 * Math.PI * subspace.hertz() * arrival[m];
                steering[m] = Math.cos(turn);
                steering[size + m] = Math.sin(turn);
            }
            for (int i = 0, at = 0; i < 2 * size; i++) {
                double row = 0;
                for (int j = 0; j < 2 * size; j++, at++) {
                    row += subspace.matrix()[at] * steering[j];
                }
                sum += steering[i] * row;
            }
        }
        return sum / size / subspaces.size();
    }

    private List<Subspace> subspaces(CrossSpectra spectra, int sources) {
        int bins = spectra.framing().bins();
        int groups = Math.min(MOST_BINS, bins);
        List<Subspace> subspaces = new ArrayList<>();
        for (int group = 0; group < groups; group++) {
            int strongest = -1;
            double most = 0;
            for (int k = group * bins / groups; k < (group + 1) * bins / groups; k++) {
                double product = 1;
                for (int m = 0; m < array.size(); m++) {
                    product *= spectra.power(m)[k];
                }
                if (product > most) {
                    most = product;
                    strongest = k;
                }
            }
            if (strongest >= 0) {
                subspaces.add(new Subspace(spectra.framing().hertz(strongest), signal(spectra, strongest, sources)));
            }
        }
        return subspaces;
    }

    /**
     * The library has no eigenvectors of complex matrices. A Hermitian A + jB and the symmetric [[A, -B], [B, A]] have the same
     * eigenvalues, the latter each twice, and the same subspaces. Channels are scaled to equal power, so that gains do not count.
     */
    private double[] signal(CrossSpectra spectra, int bin, int sources) {
        int size = array.size();
        DMatrixRMaj covariance = new DMatrixRMaj(2 * size, 2 * size);
        for (int m = 0; m < size; m++) {
            covariance.set(m, m, 1);
            covariance.set(size + m, size + m, 1);
            for (int n = m + 1; n < size; n++) {
                double scale = 1 / Math.sqrt((double) spectra.power(m)[bin] * spectra.power(n)[bin]);
                double re = scale * spectra.re(spectra.pair(m, n))[bin];
                double im = scale * spectra.im(spectra.pair(m, n))[bin];
                setBoth(covariance, m, n, re);
                setBoth(covariance, size + m, size + n, re);
                setBoth(covariance, m, size + n, -im);
                setBoth(covariance, size + m, n, im);
            }
        }
        EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(2 * size, true, true);
        eigen.decompose(covariance);
        Integer[] order = new Integer[2 * size];
        Arrays.setAll(order, i -> i);
        Arrays.sort(
                order,
                Comparator.comparingDouble(
                        (Integer i) -> -eigen.getEigenvalue(i).getReal()));
        double[] projection = new double[4 * size * size];
        for (int i = 0; i < 2 * sources; i++) {
            double[] vector = eigen.getEigenVector(order[i]).data;
            for (int row = 0, at = 0; row < 2 * size; row++) {
                for (int column = 0; column < 2 * size; column++, at++) {
                    projection[at] += vector[row] * vector[column];
                }
            }
        }
        return projection;
    }

    private static void setBoth(DMatrixRMaj matrix, int row, int column, double value) {
        matrix.set(row, column, value);
        matrix.set(column, row, value);
    }
}
