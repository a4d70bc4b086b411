package reins.learner.backend.fused;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The places of {@link Winograd}'s products along one axis, sorted by kind, and how they hang
 * together with pixels and outputs. Tiles are of three outputs, the last one of what is left.
 *
 * <p>Threads: any; it does not change.
 */
final class WinogradAxis {
  private static final int TILE = 3; // outputs

  /** Of the last tile's outputs, which kinds it needs: two have the points 0, 1 and infinity. */
  private static final int[][] POINTS = {{}, {0, 3}, {0, 1, 3}, {0, 1, 2, 3}};

  // Along the line: B^T by outputs of the tile, [point][even pixel].
  private static final double[][][] INPUT = {
    {},
    {{1, 0}, {0, 1}},
    {{1, -1, 0}, {0, 1, 0}, {0, -1, 1}},
    {{1, 0, -1, 0}, {0, 0.5, 0.5, 0}, {0, -0.5, 0.5, 0}, {0, -1, 0, 1}}
  };
  // A^T, [output][point].
  private static final double[][][] OUTPUT = {
    {}, {{1, 1}}, {{1, 1, 0}, {0, 1, 1}}, {{1, 1, 1, 0}, {0, 1, -1, 0}, {0, 1, 1, 1}}
  };

  final int[] first = new int[Winograd.KINDS + 1]; // place of each kind
  final int[] kind; // [place]
  final LineMap in; // B^T: places of pixels
  final LineMap out; // A^T: outputs of places
  final LineMap inBack;
  final LineMap outBack;

  WinogradAxis(int pixels, int outputs) {
    for (int tile = 0; tile < outputs; tile += TILE)
      for (int k : POINTS[Math.min(TILE, outputs - tile)]) first[k + 1]++;
    first[Winograd.KINDS] = outputs;
    for (int k = 0; k < Winograd.KINDS; k++) first[k + 1] += first[k];
    kind = new int[first[Winograd.KINDS]];
    for (int k = 0; k < Winograd.KINDS; k++) Arrays.fill(kind, first[k], first[k + 1], k);
    List<LineMap.Entry> ins = new ArrayList<>();
    List<LineMap.Entry> outs = new ArrayList<>();
    for (int tile = 0; tile < outputs; tile += TILE)
      tile(tile, Math.min(TILE, outputs - tile), ins, outs);
    for (int j = 0; j < outputs; j++) {
      ins.add(new LineMap.Entry(first[Winograd.ODD] + j, 2 * j + 1, 1));
      outs.add(new LineMap.Entry(j, first[Winograd.ODD] + j, 1));
    }
    in = new LineMap(kind.length, pixels, ins);
    out = new LineMap(outputs, kind.length, outs);
    inBack = in.transposed();
    outBack = out.transposed();
  }

  private void tile(int tile, int outputs, List<LineMap.Entry> ins, List<LineMap.Entry> outs) {
    int[] points = POINTS[outputs];
    for (int p = 0; p < points.length; p++) {
      int place = first[points[p]] + tile / TILE;
      for (int i = 0; i <= outputs; i++)
        if (INPUT[outputs][p][i] != 0)
          ins.add(new LineMap.Entry(place, 2 * (tile + i), INPUT[outputs][p][i]));
      for (int j = 0; j < outputs; j++)
        if (OUTPUT[outputs][j][p] != 0)
          outs.add(new LineMap.Entry(tile + j, place, OUTPUT[outputs][j][p]));
    }
  }

  int count(int k) {
    return first[k + 1] - first[k];
  }

  int places() {
    return kind.length;
  }
}
