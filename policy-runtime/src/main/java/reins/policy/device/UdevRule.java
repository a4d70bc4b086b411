package reins.policy.device;

/** The rule that lets whoever sits at the machine read a device. */
final class UdevRule {
  private UdevRule() {}

  /** One line: what is missing and what to do. */
  static String advice(int vendor) {
    return ("no right to read it: put KERNEL==\"hidraw*\", ATTRS{idVendor}==\"%04x\", MODE=\"0660\","
            + " TAG+=\"uaccess\" into /etc/udev/rules.d/70-spacemouse.rules, run udevadm control"
            + " --reload, and plug it in again")
        .formatted(vendor);
  }
}
