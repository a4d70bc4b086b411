package reins.ros.node;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** The addresses of a topic's publishers as a master sends them. */
final class PublisherList {
  private PublisherList() {}

  /** The addresses that are ones; a peer's nonsense is left out. */
  static List<URI> of(Object value) {
    List<URI> publishers = new ArrayList<>();
    if (!(value instanceof List<?> list)) return publishers;
    for (Object each : list) {
      try {
        publishers.add(URI.create(each.toString()));
      } catch (IllegalArgumentException notAnAddress) {
        System.getLogger(PublisherList.class.getName())
            .log(System.Logger.Level.WARNING, "not a publisher''s address: {0}", each);
      }
    }
    return publishers;
  }
}
