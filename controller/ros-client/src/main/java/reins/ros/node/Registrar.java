package reins.ros.node;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import reins.ros.tcpros.Backoff;
import reins.ros.tcpros.Inbox;
import reins.ros.tcpros.Provision;
import reins.ros.tcpros.Publication;
import reins.ros.xmlrpc.XmlRpcFault;

/**
 * What a node publishes and wants, kept known to the master.
 *
 * <p>An idle connection to the master tells of its end, so that nothing is polled (and nothing
 * allocated) while it lives; after it everything is registered again with whoever answers next at
 * its address.
 *
 * <p>Threads: any; one of its own waits on the idle connection.
 */
final class Registrar implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Registrar.class.getName());
  private static final int CONNECT_MS = 3000;
  private static final int LONGEST_WAIT_MS = 1000;
  private static final int DEFAULT_PORT = 80;

  private final MasterClient master;
  private final URI masterUri;
  private final Map<String, Publication> publications = new ConcurrentHashMap<>();
  private final Map<String, List<Inbox>> subscriptions = new ConcurrentHashMap<>();
  private final Map<String, Provision> provisions = new ConcurrentHashMap<>();
  private final Thread watcher;
  private final List<MasterCall> again = new CopyOnWriteArrayList<>();
  private volatile String serviceUri = "";
  private volatile Socket idle = new Socket();
  private volatile boolean lost;
  private volatile boolean open = true;

  Registrar(MasterClient master, URI masterUri, String node) {
    this.master = master;
    this.masterUri = masterUri;
    this.watcher = Thread.ofPlatform().daemon().name("ros-master-watch " + node).start(this::watch);
  }

  /** Where this node's services are to be called. */
  void setServiceUri(String uri) {
    serviceUri = uri;
  }

  Provision provision(String service) {
    return provisions.get(service);
  }

  List<Provision> provisions() {
    return List.copyOf(provisions.values());
  }

  /** Errors: {@link IllegalStateException} when this node provides the service already. */
  void add(Provision provision) {
    if (provisions.putIfAbsent(provision.service(), provision) != null)
      throw new IllegalStateException(
          "service " + provision.service() + " is already provided by this node");
    orLater(() -> master.registerService(provision.service(), serviceUri));
  }

  void remove(Provision provision) {
    if (provisions.remove(provision.service(), provision))
      orLater(() -> master.unregisterService(provision.service(), serviceUri));
  }

  Publication publication(String topic) {
    return publications.get(topic);
  }

  List<Publication> publications() {
    return List.copyOf(publications.values());
  }

  List<Inbox> subscriptions(String topic) {
    return subscriptions.getOrDefault(topic, List.of());
  }

  List<Inbox> subscriptions() {
    return subscriptions.values().stream().flatMap(List::stream).toList();
  }

  /** Errors: {@link IllegalStateException} when this node publishes the topic already. */
  void add(Publication publication) {
    if (publications.putIfAbsent(publication.topic(), publication) != null)
      throw new IllegalStateException(
          "topic " + publication.topic() + " is already published by this node");
    orLater(() -> register(publication));
  }

  void add(Inbox inbox) {
    subscriptions.computeIfAbsent(inbox.topic(), absent -> new CopyOnWriteArrayList<>()).add(inbox);
    orLater(() -> register(inbox));
  }

  void remove(Publication publication) {
    if (publications.remove(publication.topic(), publication))
      orLater(() -> master.unregisterPublisher(publication.topic()));
  }

  void remove(Inbox inbox) {
    boolean[] last = {false};
    subscriptions.computeIfPresent(
        inbox.topic(),
        (topic, all) -> {
          last[0] = all.remove(inbox) && all.isEmpty();
          return all.isEmpty() ? null : all;
        });
    if (last[0]) orLater(() -> master.unregisterSubscriber(inbox.topic()));
  }

  private void register(Publication publication) throws IOException {
    master.registerPublisher(publication.topic(), publication.type().name());
  }

  // Only adds: a list that the master sends meanwhile is newer than this answer.
  private void register(Inbox inbox) throws IOException {
    inbox.addPublishers(master.registerSubscriber(inbox.topic(), inbox.type().name()));
  }

  /** Something else that a new master must be told. */
  void alsoRegister(MasterCall call) {
    again.add(call);
  }

  interface MasterCall {
    void run() throws IOException;
  }

  private void orLater(MasterCall call) {
    try {
      call.run();
    } catch (IOException e) {
      LOG.log(
          Level.WARNING,
          "the master at {0} does not answer, it will be told later: {1}",
          masterUri,
          e.getMessage());
      lost = true;
      closeIdle();
    }
  }

  private void watch() {
    Backoff backoff = new Backoff(LONGEST_WAIT_MS);
    while (open) {
      try (Socket socket = new Socket()) {
        idle = socket;
        int port = masterUri.getPort() < 0 ? DEFAULT_PORT : masterUri.getPort();
        socket.connect(new InetSocketAddress(masterUri.getHost(), port), CONNECT_MS);
        socket.setKeepAlive(true);
        if (lost) registerAll();
        lost = false;
        backoff.reset();
        // Nothing is asked, so nothing is answered: this returns when the master ends.
        socket.getInputStream().read();
        lost = true;
      } catch (IOException | XmlRpcFault e) {
        if (open && !lost)
          LOG.log(Level.WARNING, "lost the master at {0}: {1}", masterUri, e.getMessage());
        lost = true;
      }
      pause(backoff);
    }
  }

  private void registerAll() throws IOException {
    for (Publication publication : publications()) register(publication);
    for (Inbox inbox : subscriptions()) register(inbox);
    for (Provision provision : provisions())
      master.registerService(provision.service(), serviceUri);
    for (MasterCall call : again) call.run();
    LOG.log(Level.INFO, "registered again with the master at {0}", masterUri);
  }

  private void pause(Backoff backoff) {
    try {
      if (open) Thread.sleep(backoff.next_ms());
    } catch (InterruptedException closed) {
      // Only close() interrupts, and the loop's condition sees it.
    }
  }

  private void closeIdle() {
    try {
      idle.close();
    } catch (IOException e) {
      // It is gone already.
    }
  }

  /** Unregisters and closes every topic; a master that does not answer is not waited for twice. */
  @Override
  public void close() {
    open = false;
    watcher.interrupt();
    closeIdle();
    try {
      for (Publication publication : publications())
        master.unregisterPublisher(publication.topic());
      for (String topic : subscriptions.keySet()) master.unregisterSubscriber(topic);
      for (String service : provisions.keySet()) master.unregisterService(service, serviceUri);
    } catch (IOException | XmlRpcFault e) {
      LOG.log(Level.DEBUG, "the master at {0} was not told: {1}", masterUri, e.getMessage());
    }
    publications().forEach(Publication::close);
    subscriptions().forEach(Inbox::close);
    provisions().forEach(Provision::close);
  }
}
