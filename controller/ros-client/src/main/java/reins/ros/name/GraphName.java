package reins.ros.name;

import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/**
 * A name in the ROS graph: global ({@code /a/b}), relative ({@code a/b}) or private to a node
 * ({@code ~a}).
 *
 * <p>Threads: immutable.
 */
public final class GraphName implements Comparable<GraphName> {
  private static final Pattern VALID =
      Pattern.compile("[~/]?([A-Za-z][A-Za-z0-9_]*(/[A-Za-z0-9_]+)*)?");
  private static final GraphName ROOT = new GraphName("/");

  private final String name;

  private GraphName(String name) {
    this.name = name;
  }

  /**
   * The name as written, a trailing slash and doubled slashes removed.
   *
   * <p>Errors: {@link IllegalArgumentException} when it is not a graph name.
   */
  public static GraphName of(String name) {
    String canonical = name.replaceAll("/+", "/").replaceFirst("^~/", "~");
    if (canonical.length() > 1 && canonical.endsWith("/"))
      canonical = canonical.substring(0, canonical.length() - 1);
    if (!VALID.matcher(canonical).matches())
      throw new IllegalArgumentException(
          "graph name '" + name + "': expected a letter, / or ~, then letters, digits, _ and /");
    return new GraphName(canonical);
  }

  public static GraphName root() {
    return ROOT;
  }

  /** A relative name that no other node has. */
  public static GraphName newAnonymous(String stem) {
    long random = ThreadLocalRandom.current().nextLong() >>> 1;
    return of(stem + "_" + ProcessHandle.current().pid() + "_" + random);
  }

  public boolean isGlobal() {
    return name.startsWith("/");
  }

  public boolean isPrivate() {
    return name.startsWith("~");
  }

  public boolean isRelative() {
    return !isGlobal() && !isPrivate();
  }

  public boolean isEmpty() {
    return name.isEmpty();
  }

  /** This name with {@code other} below it; a global {@code other} stays as it is. */
  public GraphName join(GraphName other) {
    if (other.isGlobal() || name.isEmpty()) return other;
    if (other.isEmpty()) return this;
    return of(name + "/" + other.name);
  }

  /** The namespace this name stands in. */
  public GraphName getParent() {
    int slash = name.lastIndexOf('/');
    if (slash > 0) return new GraphName(name.substring(0, slash));
    return slash == 0 ? ROOT : new GraphName("");
  }

  /** The last part of the name. */
  public GraphName getBasename() {
    return new GraphName(name.substring(name.lastIndexOf('/') + 1));
  }

  /** A private name's part after the tilde. */
  GraphName withoutTilde() {
    return new GraphName(name.substring(1));
  }

  public GraphName toGlobal() {
    return isGlobal() ? this : of("/" + name);
  }

  @Override
  public int compareTo(GraphName other) {
    return name.compareTo(other.name);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof GraphName that && name.equals(that.name);
  }

  @Override
  public int hashCode() {
    return Objects.hashCode(name);
  }

  @Override
  public String toString() {
    return name;
  }
}
