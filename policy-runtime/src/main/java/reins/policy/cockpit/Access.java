package reins.policy.cockpit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import reins.contract.config.ConfigException;

/**
 * Who may open the page. On this machine: whoever is on it. From elsewhere: whoever has the token,
 * over TLS, under a name that the certificate bears.
 *
 * <p>Threads: any.
 */
public final class Access {
  private static final String LOOPBACK = "127.0.0.1";
  private static final int HTTP = 80;
  private static final int HTTPS = 443;
  private static final int TOKEN_MIN_CHARS = 16;

  private final String bind;
  private final Set<String> names;
  private final byte[] token;
  private final SslContextFactory.Server tls;

  private Access(String bind, Set<String> names, byte[] token, SslContextFactory.Server tls) {
    this.bind = bind;
    this.names = names;
    this.token = token;
    this.tls = tls;
  }

  /** From this machine alone. */
  public static Access loopback() {
    return loopback(LOOPBACK);
  }

  private static Access loopback(String address) {
    return new Access(address, Set.copyOf(List.of(plain(address), "localhost")), null, null);
  }

  /** Lower case; an IPv6 address written out, and without a page's brackets. */
  private static String plain(String name) {
    String bare = name.toLowerCase(Locale.ROOT);
    if (bare.startsWith("[") && bare.endsWith("]")) bare = bare.substring(1, bare.length() - 1);
    if (!bare.matches("[0-9a-f:.]*:[0-9a-f:.]*")) return bare;
    try {
      return InetAddress.getByName(bare).getHostAddress();
    } catch (UnknownHostException e) {
      return bare; // no address: nobody's name
    }
  }

  /**
   * From wherever an address of this machine is reached.
   *
   * <p>Errors: {@link ConfigException} where one of the two is missing or of no use.
   *
   * @param bind address to listen on
   * @param certificate PEM file: key and certificates
   * @param token file whose line a page has to know
   */
  public static Access from(String bind, Path certificate, Path token) {
    if (isLoopback(bind) && certificate == null && token == null) return loopback(bind);
    if (certificate == null || token == null)
      throw new ConfigException(
          "--cockpit-bind "
              + bind
              + ": beyond loopback expected --cockpit-certificate and --cockpit-token too");
    byte[] secret = secret(token);
    PemKeyStore pem = PemKeyStore.read(certificate);
    SslContextFactory.Server tls = new SslContextFactory.Server();
    tls.setKeyStore(pem.store());
    tls.setKeyStorePassword(PemKeyStore.PASSWORD);
    tls.setSniRequired(false);
    Set<String> names = new HashSet<>();
    pem.names().forEach(name -> names.add(plain(name)));
    return new Access(bind, Set.copyOf(names), secret, tls);
  }

  private static boolean isLoopback(String bind) {
    try {
      return InetAddress.getByName(bind).isLoopbackAddress();
    } catch (UnknownHostException e) {
      throw new ConfigException("--cockpit-bind " + bind + ": expected an address of this machine");
    }
  }

  private static byte[] secret(Path file) {
    try {
      String line = Files.readString(file).strip();
      if (!line.matches("[A-Za-z0-9_-]{" + TOKEN_MIN_CHARS + ",128}"))
        throw new ConfigException(
            file + ": expected one line of " + TOKEN_MIN_CHARS + " to 128 letters, digits, _ or -");
      return line.getBytes(StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new ConfigException(file + ": cannot be read: " + e.getMessage());
    }
  }

  /** Address to listen on. */
  String bind() {
    return bind;
  }

  /** Key and certificates; null where the page stays on this machine. */
  SslContextFactory.Server tls() {
    return tls;
  }

  /** How a page's address begins. */
  String scheme() {
    return tls == null ? "http" : "https";
  }

  /** Whether a page that names us so means us. Browsers leave out the port that goes without. */
  boolean isOurHost(String host, int port) {
    if (host == null) return false;
    String end = ":" + port;
    boolean named = host.endsWith(end);
    if (!named && port != (tls == null ? HTTP : HTTPS)) return false;
    String name = named ? host.substring(0, host.length() - end.length()) : host;
    return names.contains(plain(name));
  }

  /** Whether a page of this origin is ours. */
  boolean isOurOrigin(String origin, int port) {
    String begin = scheme() + "://";
    return origin != null
        && origin.startsWith(begin)
        && isOurHost(origin.substring(begin.length()), port);
  }

  /** Whether one has to know a token. */
  boolean asksForToken() {
    return token != null;
  }

  /** Whether this is the token; takes as long whichever it is. */
  boolean isToken(String said) {
    if (token == null) return true;
    return said != null && MessageDigest.isEqual(token, said.getBytes(StandardCharsets.UTF_8));
  }

  /** A name to type into a browser. */
  String name() {
    String name = tls == null ? plain(bind) : names.stream().sorted().findFirst().orElse(bind);
    return name.contains(":") ? "[" + name + "]" : name;
  }
}
