package reins.policy.cockpit;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import reins.contract.config.ConfigException;

/**
 * A private key and its certificates out of one PEM file, and the names that they are for.
 *
 * <p>Errors: {@link ConfigException} naming the file.
 */
record PemKeyStore(KeyStore store, List<String> names) {
  /** Of the store in memory, which never leaves it. */
  static final String PASSWORD = "in memory";

  private static final Pattern KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([^-]+)-----END PRIVATE KEY-----");
  private static final List<String> ALGORITHMS = List.of("RSA", "EC", "Ed25519");
  private static final int DNS = 2;
  private static final int IP = 7;

  /** Reads {@code cat key.pem certificate.pem}, the key as PKCS#8, which openssl writes. */
  static PemKeyStore read(Path file) {
    try {
      String text = Files.readString(file);
      Collection<? extends Certificate> chain =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(
                  new ByteArrayInputStream(
                      KEY.matcher(text).replaceAll("").strip().getBytes(StandardCharsets.UTF_8)));
      if (chain.isEmpty()) throw new GeneralSecurityException("no certificate");
      X509Certificate first = (X509Certificate) chain.iterator().next();
      first.checkValidity();
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry(
          "cockpit", key(text), PASSWORD.toCharArray(), chain.toArray(Certificate[]::new));
      return new PemKeyStore(store, names(first));
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      throw new ConfigException(
          file
              + ": expected a private key (PKCS#8), its certificates and names in them, as PEM: "
              + e.getMessage());
    }
  }

  private static PrivateKey key(String text) throws GeneralSecurityException {
    Matcher found = KEY.matcher(text);
    if (!found.find()) throw new GeneralSecurityException("no private key");
    byte[] bytes = Base64.getMimeDecoder().decode(found.group(1));
    for (String algorithm : ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(bytes));
      } catch (InvalidKeySpecException e) {
        // Of another kind: the next.
      }
    }
    throw new GeneralSecurityException("a key of an unknown kind");
  }

  private static List<String> names(X509Certificate certificate) throws GeneralSecurityException {
    List<String> names = new ArrayList<>();
    Collection<List<?>> all = certificate.getSubjectAlternativeNames();
    if (all != null)
      for (List<?> name : all)
        if (name.getFirst().equals(DNS) || name.getFirst().equals(IP))
          names.add((String) name.get(1));
    if (names.isEmpty()) throw new GeneralSecurityException("no subjectAltName");
    return List.copyOf(names);
  }
}
