package reins.sim.mujoco;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class MujocoLibraryTest {
  @Test
  void shouldNamePackageAndCommandWhenLibraryIsMissing() {
    MujocoMissing e =
        assertThrows(
            MujocoMissing.class,
            () -> MujocoLibrary.open(List.of("/nowhere/libmujoco.so", "libnone.so.9")));
    assertTrue(e.getMessage().contains("apt-get install libmujoco2.2.2"), e.getMessage());
    assertTrue(e.getMessage().contains("/nowhere/libmujoco.so"), e.getMessage());
    assertEquals(1, e.getMessage().lines().count());
  }

  @Test
  void shouldRefuseLibraryThatIsNotMujoco() {
    MujocoMissing e =
        assertThrows(MujocoMissing.class, () -> MujocoLibrary.open(List.of("libc.so.6")));
    assertTrue(e.getMessage().contains("is not MuJoCo"), e.getMessage());
  }

  @Test
  void shouldNameSupportedVersionsWhenVersionIsUnknown() {
    MujocoMissing e =
        assertThrows(MujocoMissing.class, () -> Layout.forVersion(321, "libmujoco.so"));
    assertTrue(
        e.getMessage().contains("libmujoco.so is MuJoCo 3.2.1, expected 2.2.2"), e.getMessage());
  }

  @Test
  void shouldPreferPropertyThenEnvironmentThenDebianNames() {
    assertEquals(List.of("/a"), MujocoLibrary.candidates("/a", "/b"));
    assertEquals(List.of("/b"), MujocoLibrary.candidates(null, "/b"));
    assertEquals("libmujoco.so.2.2.2", MujocoLibrary.candidates(" ", "").get(0));
  }

  @Test
  void shouldRefuseFieldThatLayoutLacks() {
    Layout layout = Layout.forVersion(222, "test");
    assertEquals(40376, layout.bytes("mjData.qpos"));
    assertThrows(IllegalArgumentException.class, () -> layout.bytes("mjData.nothing"));
  }
}
