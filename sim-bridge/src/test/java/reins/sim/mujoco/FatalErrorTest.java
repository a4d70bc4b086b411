package reins.sim.mujoco;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(MujocoRequired.class)
class FatalErrorTest {
  @Test
  void shouldPrintOneLineAndHaltWithOwnCode() throws Exception {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                FatalErrorTest.class.getName())
            .redirectErrorStream(true)
            .start();
    String printed = new String(child.getInputStream().readAllBytes(), UTF_8);
    assertTrue(child.waitFor(60, TimeUnit.SECONDS));
    assertEquals(NativeComplaints.EXIT_CODE, child.exitValue(), printed);
    assertEquals("mujoco: fatal: the stack is full", printed.strip());
  }

  /** The child process: raises MuJoCo's fatal error. */
  public static void main(String[] args) throws Throwable {
    var error =
        MujocoLibrary.load().function("mju_error", FunctionDescriptor.ofVoid(ValueLayout.ADDRESS));
    error.invokeExact(Arena.global().allocateFrom("the stack is full"));
    System.out.println("still running");
  }
}
