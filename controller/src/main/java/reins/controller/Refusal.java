package reins.controller;

/** Why the controller does not arm; processes turn it into exit code 3. */
final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  Refusal(String why) {
    super(why);
  }
}
