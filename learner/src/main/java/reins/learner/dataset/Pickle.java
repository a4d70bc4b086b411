package reins.learner.dataset;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads pickled plain values and numpy arrays, protocols 2 to 5, and runs nothing: the few names
 * that numpy writes are known here, any other is an error.
 *
 * <p>Lists become List, dictionaries Map, tuples List, integers Long, floats Double, arrays {@link
 * NumpyArray}, numpy's scalars NumpyArray of no dimension.
 *
 * <p>Source: Python's pickletools (what each code does); numpy/core/src/multiarray/methods.c
 * ({@code array_setstate}).
 */
final class Pickle {
  private static final Object MARK = new Object();

  private final ByteBuffer in;
  private final List<Object> stack = new ArrayList<>();
  private final Map<Integer, Object> memo = new HashMap<>();

  /** A name that the pickle asks for. */
  private record Global(String name) {}

  /** An array or a type of numbers whose state is still to come. */
  private static final class Unfinished {
    final String what;
    Object value;

    Unfinished(String what, Object value) {
      this.what = what;
      this.value = value;
    }
  }

  private Pickle(byte[] bytes) {
    in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Errors: {@link IllegalArgumentException} with one line. */
  static Object read(byte[] bytes) {
    try {
      return finished(new Pickle(bytes).run());
    } catch (IllegalArgumentException e) {
      // Names out of the file may hold anything.
      throw new IllegalArgumentException(e.getMessage().replaceAll("\\p{Cntrl}", "?"), e);
    } catch (RuntimeException e) {
      // Whatever a damaged file makes of the stack: too few values, of another kind, none.
      throw new IllegalArgumentException("not a whole pickle of plain values and arrays", e);
    }
  }

  private Object run() {
    while (true) {
      int code = in.get() & 0xff;
      if (code == '.') return pop();
      if (!constant(code) && !container(code) && !memory(code)) objects(code);
    }
  }

  private boolean constant(int code) {
    switch (code) {
      case 0x80 -> in.get(); // protocol
      case 0x95 -> in.getLong(); // frame
      case 'N' -> push(null);
      case 0x88 -> push(true);
      case 0x89 -> push(false);
      case 'J' -> push((long) in.getInt());
      case 'K' -> push((long) (in.get() & 0xff));
      case 'M' -> push((long) (in.getShort() & 0xffff));
      case 0x8a -> push(whole(in.get() & 0xff));
      case 'G' -> push(in.order(ByteOrder.BIG_ENDIAN).getDouble());
      case 0x8c -> push(text(in.get() & 0xff));
      case 'X' -> push(text(in.getInt()));
      case 0x8d -> push(text(in.getLong()));
      case 'C' -> push(bytes(in.get() & 0xff));
      case 'B' -> push(bytes(in.getInt()));
      case 0x8e, 0x96 -> push(bytes(in.getLong()));
      default -> {
        return false;
      }
    }
    in.order(ByteOrder.LITTLE_ENDIAN);
    return true;
  }

  private boolean container(int code) {
    switch (code) {
      case '(' -> push(MARK);
      case '}' -> push(new LinkedHashMap<>());
      case ']' -> push(new ArrayList<>());
      case ')' -> push(List.of());
      case 't' -> push(sinceMark());
      case 0x85 -> push(last(1));
      case 0x86 -> push(last(2));
      case 0x87 -> push(last(3));
      case 'a' -> append(last(1));
      case 'e' -> append(sinceMark());
      case 's' -> set(last(2));
      case 'u' -> set(sinceMark());
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean memory(int code) {
    switch (code) {
      case 0x94 -> memo.put(memo.size(), top());
      case 'q' -> memo.put(in.get() & 0xff, top());
      case 'r' -> memo.put(in.getInt(), top());
      case 'h' -> push(memo.get(in.get() & 0xff));
      case 'j' -> push(memo.get(in.getInt()));
      default -> {
        return false;
      }
    }
    return true;
  }

  private void objects(int code) {
    switch (code) {
      case 'c' -> push(new Global(line() + " " + line()));
      case 0x93 -> {
        List<Object> names = last(2);
        push(new Global(names.get(0) + " " + names.get(1)));
      }
      case 'R' -> {
        List<Object> call = last(2);
        push(called((Global) call.get(0), list(call.get(1))));
      }
      case 'b' -> {
        Object state = pop();
        build((Unfinished) top(), list(state));
      }
      default ->
          throw new IllegalArgumentException(
              "pickle code 0x%02x: expected plain values and numpy arrays".formatted(code));
    }
  }

  private Object called(Global global, List<Object> arguments) {
    String name = global.name.replace("numpy._core", "numpy.core");
    return switch (name) {
      case "numpy.core.multiarray _reconstruct" -> new Unfinished("array", null);
      case "numpy dtype" -> new Unfinished("dtype", arguments.get(0));
      case "numpy.core.multiarray scalar" ->
          new NumpyArray(type(arguments.get(0)), List.of(), (byte[]) arguments.get(1));
      case "numpy.core.numeric _frombuffer" ->
          array(arguments.get(2), arguments.get(1), "F".equals(arguments.get(3)), arguments.get(0));
      case "_codecs encode" -> ((String) arguments.get(0)).getBytes(StandardCharsets.ISO_8859_1);
      default ->
          throw new IllegalArgumentException(
              "it asks to run " + name.replace(' ', '.') + ", which is not done here");
    };
  }

  private void build(Unfinished object, List<Object> state) {
    if (object.what.equals("dtype")) {
      // (version, byte order, ...)
      if (!"|".equals(state.get(1))) object.value = (String) state.get(1) + object.value;
    } else {
      // (version, shape, dtype, Fortran order, bytes)
      object.value =
          array(state.get(1), state.get(2), Boolean.TRUE.equals(state.get(3)), state.get(4));
    }
  }

  private static NumpyArray array(Object shape, Object dtype, boolean columns, Object bytes) {
    List<Integer> sizes = list(shape).stream().map(n -> Math.toIntExact((Long) n)).toList();
    if (columns && sizes.stream().filter(n -> n > 1).count() > 1)
      throw new IllegalArgumentException("array in Fortran order: expected C order");
    return new NumpyArray(type(dtype), sizes, (byte[]) bytes);
  }

  private static String type(Object dtype) {
    return (String) (dtype instanceof Unfinished u ? u.value : dtype);
  }

  /** An array once its state has come. */
  static Object finished(Object value) {
    return value instanceof Unfinished u ? u.value : value;
  }

  @SuppressWarnings("unchecked")
  private static List<Object> list(Object value) {
    return (List<Object>) value;
  }

  private void append(List<Object> values) {
    list(top()).addAll(values);
  }

  @SuppressWarnings("unchecked")
  private void set(List<Object> pairs) {
    Map<Object, Object> map = (Map<Object, Object>) top();
    for (int i = 0; i + 1 < pairs.size(); i += 2) map.put(pairs.get(i), pairs.get(i + 1));
  }

  private void push(Object value) {
    stack.add(value);
  }

  private Object pop() {
    return stack.removeLast();
  }

  private Object top() {
    return stack.getLast();
  }

  private List<Object> last(int n) {
    List<Object> part = stack.subList(stack.size() - n, stack.size());
    List<Object> values = new ArrayList<>(part);
    part.clear();
    return values;
  }

  private List<Object> sinceMark() {
    int mark = stack.lastIndexOf(MARK);
    List<Object> values = last(stack.size() - mark - 1);
    pop();
    return values;
  }

  private byte[] bytes(long n) {
    if (n < 0 || n > in.remaining()) throw new BufferUnderflowException();
    byte[] bytes = new byte[(int) n];
    in.get(bytes);
    return bytes;
  }

  private String text(long n) {
    return new String(bytes(n), StandardCharsets.UTF_8);
  }

  /** Little endian, two's complement, as short as it goes. */
  private long whole(int n) {
    byte[] bytes = bytes(n);
    if (n > 8) throw new IllegalArgumentException("a whole number of " + n + " bytes");
    long value = n > 0 && bytes[n - 1] < 0 ? -1 : 0;
    for (int i = n - 1; i >= 0; i--) value = value << 8 | bytes[i] & 0xff;
    return value;
  }

  private String line() {
    int from = in.position();
    while (in.get() != '\n') {
      // on to the end of the line
    }
    byte[] line = Arrays.copyOfRange(in.array(), from, in.position() - 1);
    return new String(line, StandardCharsets.UTF_8);
  }
}
