package reins.ros.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import reins.ros.hot.HotCodec;
import reins.ros.hot.HotListener;
import reins.ros.hot.HotPublisher;
import reins.ros.hot.HotSubscriber;
import reins.ros.message.AnyTypeCodec;
import reins.ros.message.DynamicCodec;
import reins.ros.message.DynamicMessage;
import reins.ros.message.MessageCatalog;
import reins.ros.message.MessageCodec;
import reins.ros.message.MessageType;
import reins.ros.message.RosTime;
import reins.ros.message.ServiceType;
import reins.ros.name.GraphName;
import reins.ros.name.NameResolver;
import reins.ros.service.CalledService;
import reins.ros.service.ProvidedService;
import reins.ros.service.ServiceClient;
import reins.ros.service.ServiceResponseBuilder;
import reins.ros.service.ServiceServer;
import reins.ros.tcpros.TcpRosServer;
import reins.ros.tcpros.TopicLimits;
import reins.ros.topic.Publisher;
import reins.ros.topic.Subscriber;
import reins.ros.topic.TopicPublisher;
import reins.ros.topic.TopicSubscriber;
import reins.ros.typed.Message;
import reins.ros.typed.ServiceClass;
import reins.ros.xmlrpc.RosReply;
import reins.ros.xmlrpc.XmlRpcClient;
import reins.ros.xmlrpc.XmlRpcServer;

/** A node: its slave server, its data server, its registrations and its topics. */
final class DefaultNode implements ConnectedNode {
  private static final int CALL_TIMEOUT_MS = 3000;
  private static final int MASTER_TIMEOUT_MS = 5000;
  private static final int SERVICE_TIMEOUT_MS = 30_000;
  private static final int MAX_SLAVE_BODY_BYTES = 1 << 20;

  private final GraphName name;
  private final NameResolver names;
  private final String host;
  private final URI masterUri;
  private final MessageCatalog catalog;
  private final XmlRpcClient client;
  private final XmlRpcServer slave;
  private final TcpRosServer data;
  private final Registrar registrar;
  private final ParameterTree parameters;
  private final MasterClient master;
  private final Rosout rosout;
  private final NodeClock clock;
  private final Set<CancellableLoop> loops = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean shutdown = new AtomicBoolean();

  DefaultNode(NodeConfiguration configuration) {
    name = configuration.getNodeName();
    names = new NameResolver(name, configuration.getArguments().remappings());
    host = configuration.getHost();
    masterUri = configuration.getMasterUri();
    catalog = configuration.getMessageCatalog();
    InetSocketAddress anyPort = new InetSocketAddress(address(host), 0);
    client = new XmlRpcClient("ros-calls " + name, CALL_TIMEOUT_MS);
    slave = new XmlRpcServer("ros-slave " + name, anyPort, MAX_SLAVE_BODY_BYTES, this::answer);
    MasterClient master = new MasterClient(client, masterUri, name.toString(), slave.uri(host));
    try {
      master.await(MASTER_TIMEOUT_MS);
    } catch (IllegalStateException e) {
      slave.close();
      client.close();
      throw e;
    }
    registrar = new Registrar(master, masterUri, name.toString());
    this.master = master;
    data = new TcpRosServer(name.toString(), anyPort, registrar::publication, registrar::provision);
    registrar.setServiceUri("rosrpc://" + host + ":" + data.port());
    parameters = new ParameterTree(master, names);
    registrar.alsoRegister(parameters::subscribeAgain);
    configuration
        .getArguments()
        .privateParameters()
        .forEach((key, text) -> parameters.set("~" + key, scalar(text)));
    rosout = new Rosout(this, configuration.isRosout());
    clock = new NodeClock(this);
  }

  private static InetAddress address(String host) {
    try {
      return InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("ROS_HOSTNAME or ROS_IP: no host is called " + host, e);
    }
  }

  // A parameter on a command line is the number or truth it looks like, or else a string.
  private static Object scalar(String text) {
    if (text.matches("true|false")) return Boolean.valueOf(text);
    try {
      return text.matches("[-+]?\\d+") ? Integer.valueOf(text) : (Object) Double.valueOf(text);
    } catch (NumberFormatException e) {
      return text;
    }
  }

  // A peer may call before the constructor is through.
  private Object answer(String method, List<Object> arguments) {
    if (parameters == null) throw new IllegalStateException(name + " is starting");
    return new SlaveApi(this).call(method, arguments);
  }

  @Override
  public Publisher<DynamicMessage> newPublisher(String topic, String messageType) {
    return newPublisher(topic, new DynamicCodec(catalog.get(messageType)), TopicLimits.DEFAULT);
  }

  @Override
  public <T> Publisher<T> newPublisher(String topic, MessageCodec<T> codec, TopicLimits limits) {
    TopicPublisher<T> publisher =
        new TopicPublisher<>(names.resolve(topic), codec, limits, registrar::remove);
    registrar.add(publisher);
    return publisher;
  }

  @Override
  public Subscriber<DynamicMessage> newSubscriber(String topic, String messageType) {
    MessageCodec<DynamicMessage> codec =
        messageType.equals(MessageType.ANY.name())
            ? new AnyTypeCodec()
            : new DynamicCodec(catalog.get(messageType));
    return newSubscriber(topic, codec, TopicLimits.DEFAULT);
  }

  @Override
  public <T> Subscriber<T> newSubscriber(String topic, MessageCodec<T> codec, TopicLimits limits) {
    TopicSubscriber<T> subscriber =
        new TopicSubscriber<>(
            names.resolve(topic),
            name.toString(),
            codec,
            limits,
            this::negotiate,
            registrar::remove);
    registrar.add(subscriber.inbox());
    return subscriber;
  }

  @Override
  public <T> HotPublisher<T> newHotPublisher(String topic, HotCodec<T> codec) {
    return newHotPublisher(topic, codec, TopicLimits.HOT);
  }

  @Override
  public <T> HotPublisher<T> newHotPublisher(String topic, HotCodec<T> codec, TopicLimits limits) {
    HotPublisher<T> publisher =
        new HotPublisher<>(names.resolve(topic), codec, limits, registrar::remove);
    registrar.add(publisher);
    return publisher;
  }

  @Override
  public <T> HotSubscriber<T> newHotSubscriber(String topic, HotCodec<T> codec) {
    return newHotSubscriber(topic, codec, (message, arrival_ns) -> {});
  }

  @Override
  public <T> HotSubscriber<T> newHotSubscriber(
      String topic, HotCodec<T> codec, HotListener<T> listener) {
    return newHotSubscriber(topic, codec, listener, TopicLimits.HOT);
  }

  @Override
  public <T> HotSubscriber<T> newHotSubscriber(
      String topic, HotCodec<T> codec, HotListener<T> listener, TopicLimits limits) {
    HotSubscriber<T> subscriber =
        new HotSubscriber<>(
            names.resolve(topic),
            name.toString(),
            codec,
            limits,
            listener,
            this::negotiate,
            registrar::remove);
    registrar.add(subscriber.inbox());
    return subscriber;
  }

  @Override
  public ServiceServer<DynamicMessage, DynamicMessage> newServiceServer(
      String service,
      String serviceType,
      ServiceResponseBuilder<DynamicMessage, DynamicMessage> builder) {
    ServiceType type = catalog.getService(serviceType);
    return provide(
        service,
        type,
        new DynamicCodec(type.request()),
        new DynamicCodec(type.response()),
        builder);
  }

  @Override
  public <Q extends Message, S extends Message> ServiceServer<Q, S> newServiceServer(
      String service, ServiceClass<Q, S> type, ServiceResponseBuilder<Q, S> builder) {
    return provide(
        service,
        catalog.getService(type.name()),
        type.request().codec(catalog),
        type.response().codec(catalog),
        builder);
  }

  private <Q, S> ServiceServer<Q, S> provide(
      String service,
      ServiceType type,
      MessageCodec<Q> requests,
      MessageCodec<S> responses,
      ServiceResponseBuilder<Q, S> builder) {
    ProvidedService<Q, S> provided =
        new ProvidedService<>(
            names.resolve(service), type, requests, responses, builder, registrar::remove);
    registrar.add(provided);
    return provided;
  }

  @Override
  public ServiceClient<DynamicMessage, DynamicMessage> newServiceClient(
      String service, String serviceType) {
    ServiceType type = catalog.getService(serviceType);
    return call(service, type, new DynamicCodec(type.request()), new DynamicCodec(type.response()));
  }

  @Override
  public <Q extends Message, S extends Message> ServiceClient<Q, S> newServiceClient(
      String service, ServiceClass<Q, S> type) {
    return call(
        service,
        catalog.getService(type.name()),
        type.request().codec(catalog),
        type.response().codec(catalog));
  }

  private <Q, S> ServiceClient<Q, S> call(
      String service, ServiceType type, MessageCodec<Q> requests, MessageCodec<S> responses) {
    return new CalledService<>(
        names.resolve(service),
        type,
        requests,
        responses,
        name.toString(),
        master::lookupService,
        SERVICE_TIMEOUT_MS);
  }

  @Override
  public MessageCatalog getMessageCatalog() {
    return catalog;
  }

  @Override
  public URI lookupServiceUri(String service) {
    try {
      return master.lookupService(names.resolve(service).toString());
    } catch (IOException nobody) {
      return null;
    }
  }

  @Override
  public Log getLog() {
    return rosout;
  }

  @Override
  public void executeCancellableLoop(CancellableLoop loop) {
    loops.add(loop);
    Thread.ofPlatform()
        .daemon()
        .name("ros-loop " + name)
        .start(
            () -> {
              loop.run();
              loops.remove(loop);
            });
    if (isShutdown()) loop.cancel();
  }

  @Override
  public RosReply callMaster(String method, Object... arguments) {
    try {
      return master.ask(method, arguments);
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  private InetSocketAddress negotiate(URI publisher, String topic) throws IOException {
    RosReply reply =
        client.callRos(
            publisher, "requestTopic", name.toString(), topic, List.of(List.of("TCPROS")));
    if (reply.isSuccess()
        && reply.value() instanceof List<?> where
        && where.size() >= 3
        && where.get(0).equals("TCPROS")
        && where.get(1) instanceof String peer
        && where.get(2) instanceof Integer port
        && port > 0
        && port < 1 << 16) return new InetSocketAddress(peer, port);
    throw new IOException(
        publisher + " requestTopic " + topic + ": " + reply.status() + " " + reply.value());
  }

  @Override
  public GraphName getName() {
    return name;
  }

  @Override
  public URI getUri() {
    return slave.uri(host);
  }

  @Override
  public URI getMasterUri() {
    return masterUri;
  }

  @Override
  public GraphName resolveName(String unresolved) {
    return names.resolve(unresolved);
  }

  @Override
  public ParameterTree getParameterTree() {
    return parameters;
  }

  @Override
  public RosTime getCurrentTime() {
    return clock.now();
  }

  Registrar registrar() {
    return registrar;
  }

  String host() {
    return host;
  }

  int dataPort() {
    return data.port();
  }

  @Override
  public boolean isShutdown() {
    return shutdown.get();
  }

  @Override
  public void shutdown() {
    if (!shutdown.compareAndSet(false, true)) return;
    loops.forEach(CancellableLoop::cancel);
    parameters.close();
    registrar.close();
    data.close();
    slave.close();
    client.close();
  }
}
