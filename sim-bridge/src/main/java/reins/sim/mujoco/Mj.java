package reins.sim.mujoco;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** MuJoCo's simulation functions, one downcall each; {@link MujocoLibrary#load} comes first. */
final class Mj {
  static final int OBJ_BODY = 1;
  static final int OBJ_JOINT = 3;
  static final int OBJ_SITE = 6;
  static final int OBJ_CAMERA = 7;
  static final int OBJ_ACTUATOR = 18;

  private static final MethodHandle DEFAULT_VFS = returnsNothing("mj_defaultVFS", ADDRESS);
  private static final MethodHandle MAKE_FILE_VFS =
      returnsInt("mj_makeEmptyFileVFS", ADDRESS, ADDRESS, JAVA_INT);
  private static final MethodHandle FIND_FILE_VFS = returnsInt("mj_findFileVFS", ADDRESS, ADDRESS);
  private static final MethodHandle DELETE_VFS = returnsNothing("mj_deleteVFS", ADDRESS);
  private static final MethodHandle LOAD_XML =
      returnsAddress("mj_loadXML", ADDRESS, ADDRESS, ADDRESS, JAVA_INT);
  private static final MethodHandle DELETE_MODEL = returnsNothing("mj_deleteModel", ADDRESS);
  private static final MethodHandle MAKE_DATA = returnsAddress("mj_makeData", ADDRESS);
  private static final MethodHandle DELETE_DATA = returnsNothing("mj_deleteData", ADDRESS);
  private static final MethodHandle RESET_DATA = returnsNothing("mj_resetData", ADDRESS, ADDRESS);
  private static final MethodHandle STEP = returnsNothing("mj_step", ADDRESS, ADDRESS);
  private static final MethodHandle STEP1 = returnsNothing("mj_step1", ADDRESS, ADDRESS);
  private static final MethodHandle STEP2 = returnsNothing("mj_step2", ADDRESS, ADDRESS);
  private static final MethodHandle FORWARD = returnsNothing("mj_forward", ADDRESS, ADDRESS);
  private static final MethodHandle NAME2ID = returnsInt("mj_name2id", ADDRESS, JAVA_INT, ADDRESS);
  private static final MethodHandle FULL_M = returnsNothing("mj_fullM", ADDRESS, ADDRESS, ADDRESS);
  private static final MethodHandle JAC_BODY =
      returnsNothing("mj_jacBody", ADDRESS, ADDRESS, ADDRESS, ADDRESS, JAVA_INT);
  private static final MethodHandle RNE =
      returnsNothing("mj_rne", ADDRESS, ADDRESS, JAVA_INT, ADDRESS);

  private Mj() {}

  static void defaultVfs(MemorySegment vfs) {
    try {
      DEFAULT_VFS.invokeExact(vfs);
    } catch (Throwable t) {
      throw broken(t);
    }
  }

  static int makeEmptyFileVfs(MemorySegment vfs, MemorySegment name, int bytes) {
    try {
      return (int) MAKE_FILE_VFS.invokeExact(vfs, name, bytes);
    } catch (Throwable t) {
      throw broken(t);
    }
  }

  static int findFileVfs(MemorySegment vfs, MemorySegment name) {
    try {
      return (int) FIND_FILE_VFS.invokeExact(vfs, name);
    } catch (Throwable t) {
      throw broken(t);
    }
  }

  static void deleteVfs(MemorySegment vfs) {
    try {
      DELETE_VFS.invokeExact(vfs);
    } catch (Throwable t) {
      throw broken(t);
    }
  }

  static MemorySegment loadXml(MemorySegment name, MemorySegment vfs, MemorySegment error) {
    try {
      return (MemorySegment) LOAD_XML.invokeExact(name, vfs, error, (int) error.byteSize());
    } catch (Throwable t) {
      throw broken(t);
    }
  }

  static void deleteModel(MemorySegment model) {
    try {
      DELETE_MODEL.invokeExact(model);
    } catch (Throwable t) {
      throw broken(t);
    }
  }

  static MemorySegment makeData(MemorySegment model) {
    try {
      return (MemorySegment) MAKE_DATA.invokeExact(model);
    } catch (Throwable t) {
      throw broken(t);
    }
  }

  static void deleteData(MemorySegment data) {
    try {
      DELETE_DATA.invokeExact(data);
    } catch (Throwable t) {
      throw broken(t);
    }
  }

  static void resetData(MemorySegment model, MemorySegment data) {
    try {
      RESET_DATA.invokeExact(model, data);
    } catch (Throwable t) {
      throw broken(t);
    }
  }

  static void step(MemorySegment model, MemorySegment data) {
    try {
      STEP.invokeExact(model, data);
    } catch (Throwable t) {
      throw broken(t);
    }
  }

  static void step1(MemorySegment model, MemorySegment data) {
    try {
      STEP1.invokeExact(model, data);
    } catch (Throwable t) {
      throw broken(t);
    }
  }

  static void step2(MemorySegment model, MemorySegment data) {
    try {
      STEP2.invokeExact(model, data);
    } catch (Throwable t) {
      throw broken(t);
    }
  }

  static void forward(MemorySegment model, MemorySegment data) {
    try {
      FORWARD.invokeExact(model, data);
    } catch (Throwable t) {
      throw broken(t);
    }
  }

  static int name2id(MemorySegment model, int kind, MemorySegment name) {
    try {
      return (int) NAME2ID.invokeExact(model, kind, name);
    } catch (Throwable t) {
      throw broken(t);
    }
  }

  static void fullM(MemorySegment model, MemorySegment dense, MemorySegment sparse) {
    try {
      FULL_M.invokeExact(model, dense, sparse);
    } catch (Throwable t) {
      throw broken(t);
    }
  }

  static void jacBody(
      MemorySegment model, MemorySegment data, MemorySegment linear, MemorySegment angular, int b) {
    try {
      JAC_BODY.invokeExact(model, data, linear, angular, b);
    } catch (Throwable t) {
      throw broken(t);
    }
  }

  static void rne(MemorySegment model, MemorySegment data, int accelerated, MemorySegment result) {
    try {
      RNE.invokeExact(model, data, accelerated, result);
    } catch (Throwable t) {
      throw broken(t);
    }
  }

  static MethodHandle returnsNothing(String symbol, MemoryLayout... arguments) {
    return MujocoLibrary.load().function(symbol, FunctionDescriptor.ofVoid(arguments));
  }

  static MethodHandle returnsInt(String symbol, MemoryLayout... arguments) {
    return MujocoLibrary.load().function(symbol, FunctionDescriptor.of(JAVA_INT, arguments));
  }

  static MethodHandle returnsAddress(String symbol, MemoryLayout... arguments) {
    return MujocoLibrary.load().function(symbol, FunctionDescriptor.of(ADDRESS, arguments));
  }

  /**
   * A closed model or state is the caller's error and passes as it is; nothing else comes out of a
   * downcall.
   */
  static RuntimeException broken(Throwable t) {
    if (t instanceof Error e) throw e;
    return t instanceof RuntimeException r ? r : new IllegalStateException(t);
  }
}
