package reins.policy.device;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.hid4java.HidDevice;
import org.hid4java.HidManager;
import org.hid4java.HidServices;
import org.hid4java.HidServicesSpecification;

/** SpaceMice by hid4java, whose own hidapi reads {@code /dev/hidraw*} and needs libudev1. */
final class Hid4javaBus implements HidBus {
  private static final int DCONNEXION = 0x256f;
  private static final int LOGITECH = 0x046d;

  /** What Logitech made under its own number before 3Dconnexion had one. */
  private static final Set<Integer> OLDER =
      Set.of(
          0xc603, 0xc605, 0xc606, 0xc621, 0xc623, 0xc625, 0xc626, 0xc627, 0xc628, 0xc629, 0xc62b,
          0xc640);

  private static final int DESKTOP_PAGE = 1;
  private static final int MULTI_AXIS = 8;

  private HidServices services;

  @Override
  public Look open() {
    List<HidDevice> devices;
    try {
      devices = services().getAttachedHidDevices();
    } catch (UnsatisfiedLinkError | RuntimeException e) {
      return new Look(
          Found.CLOSED, null, "hidapi cannot be loaded (libudev1 is needed): " + e.getMessage());
    }
    // A receiver shows several interfaces; one that tells its usage is the cap only by that.
    return devices.stream()
        .filter(Hid4javaBus::isSpaceMouse)
        .findFirst()
        .map(Hid4javaBus::open)
        .orElse(new Look(Found.ABSENT, null, "no 3Dconnexion device is plugged in"));
  }

  private HidServices services() {
    if (services != null) return services;
    HidServicesSpecification quiet = new HidServicesSpecification();
    quiet.setAutoStart(false);
    quiet.setAutoShutdown(false);
    quiet.setAutoDataRead(false);
    return services = HidManager.getHidServices(quiet);
  }

  private static boolean isSpaceMouse(HidDevice device) {
    int vendor = device.getVendorId() & 0xFFFF, product = device.getProductId() & 0xFFFF;
    boolean ours = vendor == DCONNEXION || (vendor == LOGITECH && OLDER.contains(product));
    int page = device.getUsagePage() & 0xFFFF, usage = device.getUsage() & 0xFFFF;
    return ours && (page == 0 || (page == DESKTOP_PAGE && usage == MULTI_AXIS));
  }

  private static Look open(HidDevice device) {
    String name =
        "%s (%04x:%04x, %s)"
            .formatted(
                device.getProduct(),
                device.getVendorId() & 0xFFFF,
                device.getProductId() & 0xFFFF,
                device.getPath());
    if (device.open()) return new Look(Found.OPEN, new Opened(device), name);
    return new Look(Found.CLOSED, null, name + ": " + refusal(device));
  }

  private static String refusal(HidDevice device) {
    Path path = Path.of(device.getPath());
    if (Files.isReadable(path) && Files.isWritable(path))
      return "cannot be opened: " + device.getLastErrorMessage();
    return UdevRule.advice(device.getVendorId() & 0xFFFF);
  }

  private record Opened(HidDevice device) implements Link {
    @Override
    public int read(byte[] report, int wait_ms) {
      return device.read(report, wait_ms);
    }

    @Override
    public void close() {
      device.close();
    }
  }
}
