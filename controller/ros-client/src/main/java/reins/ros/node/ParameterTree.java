package reins.ros.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import reins.ros.name.NameResolver;
import reins.ros.xmlrpc.RosReply;

/**
 * The master's parameters as a node sees them: Integer, Boolean, Double, String, byte[], List, and
 * Map for a namespace.
 *
 * <p>Threads: any; each call waits for the master. Listeners are called one at a time on a thread
 * of their own.
 *
 * <p>Errors: {@link UncheckedIOException} when the master does not answer.
 */
public final class ParameterTree {
  private static final System.Logger LOG = System.getLogger(ParameterTree.class.getName());

  private final MasterClient master;
  private final NameResolver names;
  private final Map<String, List<ParameterListener>> listeners = new ConcurrentHashMap<>();
  private final ExecutorService notifier =
      Executors.newSingleThreadExecutor(Thread.ofVirtual().name("ros-parameters").factory());

  ParameterTree(MasterClient master, NameResolver names) {
    this.master = master;
    this.names = names;
  }

  /** The parameter's value, or {@code otherwise} when it is not set. */
  public Object get(String name, Object otherwise) {
    RosReply reply = ask("getParam", resolve(name));
    return reply.isSuccess() ? reply.value() : otherwise;
  }

  /**
   * Errors, here and below without a second argument: {@link IllegalArgumentException} names what
   * is not set.
   */
  public String getString(String name) {
    return getString(name, null);
  }

  public int getInteger(String name) {
    return as(name, Integer.class, null);
  }

  public boolean getBoolean(String name) {
    return as(name, Boolean.class, null);
  }

  public double getDouble(String name) {
    return as(name, Number.class, null).doubleValue();
  }

  public List<?> getList(String name) {
    return getList(name, null);
  }

  public Map<?, ?> getMap(String name) {
    return getMap(name, null);
  }

  public String getString(String name, String otherwise) {
    return as(name, String.class, otherwise);
  }

  public int getInteger(String name, int otherwise) {
    return as(name, Integer.class, otherwise);
  }

  public boolean getBoolean(String name, boolean otherwise) {
    return as(name, Boolean.class, otherwise);
  }

  /** A number, whole or not. */
  public double getDouble(String name, double otherwise) {
    return as(name, Number.class, otherwise).doubleValue();
  }

  public List<?> getList(String name, List<?> otherwise) {
    return as(name, List.class, otherwise);
  }

  public Map<?, ?> getMap(String name, Map<?, ?> otherwise) {
    return as(name, Map.class, otherwise);
  }

  private <V> V as(String name, Class<V> kind, V otherwise) {
    Object value = get(name, otherwise);
    if (kind.isInstance(value)) return kind.cast(value);
    throw new IllegalArgumentException(
        "parameter "
            + resolve(name)
            + (value == null ? " is not set" : " is " + value)
            + ", expected "
            + kind.getSimpleName());
  }

  public void set(String name, Object value) {
    RosReply reply = ask("setParam", resolve(name), value);
    if (!reply.isSuccess())
      throw new IllegalArgumentException("parameter " + name + ": " + reply.status());
  }

  public boolean has(String name) {
    return Boolean.TRUE.equals(ask("hasParam", resolve(name)).value());
  }

  /** Whether the parameter was there, and is now gone. */
  public boolean delete(String name) {
    return ask("deleteParam", resolve(name)).isSuccess();
  }

  /**
   * The full name of the nearest parameter of this name in the node's namespace or above, or null.
   */
  public String search(String name) {
    RosReply reply = ask("searchParam", name);
    return reply.isSuccess() ? reply.value().toString() : null;
  }

  public List<String> getNames() {
    return ask("getParamNames").value() instanceof List<?> list
        ? list.stream().map(Object::toString).toList()
        : List.of();
  }

  /** Calls the listener whenever the parameter, or one below it, changes. */
  public void addParameterListener(String name, ParameterListener listener) {
    String key = resolve(name);
    listeners.computeIfAbsent(key, absent -> new CopyOnWriteArrayList<>()).add(listener);
    ask("subscribeParam", master.slaveUri(), key);
  }

  /** A new master knows nobody who listens. */
  void subscribeAgain() throws IOException {
    for (String key : listeners.keySet()) master.ask("subscribeParam", master.slaveUri(), key);
  }

  /**
   * The master says that a key changed. Threads: the network's, so the value is fetched elsewhere.
   */
  void changed(String changedKey) {
    String changed =
        changedKey.length() > 1 && changedKey.endsWith("/")
            ? changedKey.substring(0, changedKey.length() - 1)
            : changedKey;
    listeners.forEach(
        (key, concerned) -> {
          if (changed.equals(key) || changed.startsWith(key + "/") || key.equals("/"))
            notifier.execute(() -> tell(key, concerned));
        });
  }

  private void tell(String key, List<ParameterListener> concerned) {
    try {
      Object value = get(key, Map.of());
      for (ParameterListener listener : concerned) listener.onNewValue(value);
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "parameter " + key + ": a listener failed", e);
    }
  }

  void close() {
    for (String key : listeners.keySet()) {
      try {
        ask("unsubscribeParam", master.slaveUri(), key);
      } catch (UncheckedIOException masterIsGone) {
        break;
      }
    }
    notifier.shutdownNow();
  }

  private String resolve(String name) {
    return names.resolve(name).toString();
  }

  private RosReply ask(String method, Object... parameters) {
    try {
      return master.ask(method, parameters);
    } catch (IOException e) {
      throw new UncheckedIOException("parameters: " + e.getMessage(), e);
    }
  }
}
