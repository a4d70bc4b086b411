package reins.learner.backend.torch;

import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Where libtorch keeps its tensors and computes with them: this machine's processor or its graphics
 * card. Numbers come and go as Java arrays.
 *
 * <p>Threads: any.
 */
public final class TorchDevice {
  private static final String CPU = "cpu";
  private static final String CUDA = "cuda";

  private final String name;
  private final Device device;
  private final Device here = new Device(CPU);

  private TorchDevice(String name) {
    this.name = name;
    device = new Device(name);
  }

  /**
   * The device of a name: {@code cpu}, or {@code cuda} for the first NVIDIA card.
   *
   * <p>Errors: {@link IllegalArgumentException} with one line that says what this machine lacks.
   */
  public static TorchDevice named(String name) {
    if (!name.equals(CPU) && !name.equals(CUDA))
      throw new IllegalArgumentException("--device: expected cpu or cuda, got '" + name + "'");
    if (name.equals(CUDA)) requireCuda();
    return new TorchDevice(name);
  }

  private static void requireCuda() {
    try {
      Class.forName("org.bytedeco.pytorch.global.torch_cuda"); // registers itself with libtorch
      if (torch.cuda_is_available()) return;
    } catch (LinkageError | ClassNotFoundException e) {
      throw new IllegalArgumentException(
          "--device cuda: libtorch's CUDA build or a library that it links is missing (%s); start with './reins learner --device cuda', which names or fetches it"
              .formatted(String.valueOf(e.getMessage()).lines().findFirst().orElse("")),
          e);
    }
    throw new IllegalArgumentException(
        "--device cuda: libtorch finds no NVIDIA card: install a driver of 580 or later (package cuda-drivers); nvidia-smi must list the card");
  }

  /** Whether one caller keeps it busy, so that nothing is gained by groups on several threads. */
  boolean isWide() {
    return name.equals(CUDA);
  }

  /** A new tensor of these numbers there. */
  Tensor tensor(float[] values, long... shape) {
    return Tensor.create(values, shape).to(device, torch.ScalarType.Float);
  }

  /**
   * Waits for a tensor's numbers.
   *
   * @param values written, in the order of the tensor's last dimension first
   */
  void read(Tensor tensor, float[] values) {
    tensor.to(here, torch.ScalarType.Float).contiguous().data_ptr_float().get(values);
  }
}
