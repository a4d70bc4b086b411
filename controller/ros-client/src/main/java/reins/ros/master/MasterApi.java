package reins.ros.master;

import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import reins.ros.xmlrpc.RosReply;
import reins.ros.xmlrpc.XmlRpcHandler;

/**
 * What a master answers, call by call.
 *
 * <p>Threads: calls are serialized by one lock.
 */
final class MasterApi implements XmlRpcHandler {
  private static final String CALLER = "/master";
  private static final String ANY_TYPE = "*";
  private static final int MAX_NAME = 1024;

  private final Notifications notifications;
  private final Supplier<URI> uri;
  private final Registrations publishers = new Registrations();
  private final Registrations subscribers = new Registrations();
  private final Registrations services = new Registrations();
  private final Map<String, String> typeByTopic = new LinkedHashMap<>();
  private final Map<String, String> apiByNode = new LinkedHashMap<>();
  private final ParameterStore parameters = new ParameterStore();
  private final ParameterSubscriptions parameterSubscriptions = new ParameterSubscriptions();
  private final Map<String, Method> methods = new HashMap<>();

  private interface Method {
    RosReply call(Arguments arguments);
  }

  MasterApi(Notifications notifications, Supplier<URI> uri) {
    this.notifications = notifications;
    this.uri = uri;
    methods.put("registerPublisher", this::registerPublisher);
    methods.put("unregisterPublisher", this::unregisterPublisher);
    methods.put("registerSubscriber", this::registerSubscriber);
    methods.put(
        "unregisterSubscriber", a -> unregister(subscribers, a.name(1), a.caller(), a.text(2)));
    methods.put("registerService", this::registerService);
    methods.put("unregisterService", a -> unregister(services, a.name(1), a.caller(), a.text(2)));
    methods.put("lookupService", this::lookupService);
    methods.put("lookupNode", this::lookupNode);
    methods.put("getPublishedTopics", this::getPublishedTopics);
    methods.put("getTopicTypes", a -> RosReply.success("topic types", types(typeByTopic.keySet())));
    methods.put(
        "getSystemState",
        a ->
            RosReply.success(
                "system state", List.of(publishers.rows(), subscribers.rows(), services.rows())));
    methods.put("getUri", a -> RosReply.success("", uri.get().toString()));
    methods.put("getPid", a -> RosReply.success("", (int) ProcessHandle.current().pid()));
    methods.put("setParam", this::setParam);
    methods.put("getParam", this::getParam);
    methods.put("hasParam", a -> RosReply.success(a.name(1), parameters.get(a.name(1)) != null));
    methods.put("deleteParam", this::deleteParam);
    methods.put("searchParam", this::searchParam);
    methods.put("getParamNames", a -> RosReply.success("parameter names", parameters.names()));
    methods.put("subscribeParam", this::subscribeParam);
    methods.put(
        "unsubscribeParam", a -> removed(parameterSubscriptions.remove(a.name(2), a.text(1))));
  }

  @Override
  public synchronized Object call(String name, List<Object> values) {
    if (name.equals("system.multicall")) return multicall(values);
    Method method = methods.get(name);
    if (method == null) throw new IllegalArgumentException("the master has no method " + name);
    try {
      Arguments arguments = new Arguments(values);
      // Even the calls that do not care who asks.
      arguments.text(0);
      return method.call(arguments).toList();
    } catch (IllegalArgumentException e) {
      return RosReply.error(name + ": " + e.getMessage(), 0).toList();
    }
  }

  private Object multicall(List<Object> values) {
    List<Object> results = new ArrayList<>();
    for (Object each : new Arguments(values).list(0)) {
      if (!(each instanceof Map<?, ?> call)
          || !(call.get("methodName") instanceof String name)
          || !(call.get("params") instanceof List<?> params)
          || name.equals("system.multicall"))
        throw new IllegalArgumentException(
            "system.multicall: expected structs of methodName and params");
      results.add(List.of(call(name, List.copyOf(params))));
    }
    return results;
  }

  private RosReply registerPublisher(Arguments a) {
    String topic = a.name(1);
    admit(a.caller(), a.text(3));
    publishers.add(topic, a.caller(), a.text(3));
    if (!a.text(2).equals(ANY_TYPE) || !typeByTopic.containsKey(topic))
      typeByTopic.put(topic, a.text(2));
    announcePublishers(topic);
    return RosReply.success(
        "registered " + a.caller() + " as publisher of " + topic, subscribers.apis(topic));
  }

  private RosReply unregisterPublisher(Arguments a) {
    RosReply reply = unregister(publishers, a.name(1), a.caller(), a.text(2));
    if (reply.value().equals(1)) announcePublishers(a.name(1));
    return reply;
  }

  private RosReply registerSubscriber(Arguments a) {
    String topic = a.name(1);
    admit(a.caller(), a.text(3));
    subscribers.add(topic, a.caller(), a.text(3));
    if (!a.text(2).equals(ANY_TYPE)) typeByTopic.putIfAbsent(topic, a.text(2));
    return RosReply.success(
        "registered " + a.caller() + " as subscriber of " + topic, publishers.apis(topic));
  }

  private RosReply registerService(Arguments a) {
    admit(a.caller(), a.text(3));
    // A service has one provider; the newest wins.
    String service = a.name(1);
    services.removeName(service);
    services.add(service, a.caller(), a.text(2));
    return RosReply.success("registered " + a.caller() + " as provider of " + service, 1);
  }

  private RosReply unregister(Registrations table, String name, String node, String api) {
    boolean was = table.remove(name, node, api);
    if (!publishers.hasNode(node) && !subscribers.hasNode(node) && !services.hasNode(node))
      apiByNode.remove(node);
    if (!publishers.has(name) && !subscribers.has(name)) typeByTopic.remove(name);
    return removed(was);
  }

  private static RosReply removed(boolean was) {
    return RosReply.success(was ? "unregistered" : "was not registered", was ? 1 : 0);
  }

  // Two nodes of one name: the older is told to stop and forgotten at once.
  private void admit(String node, String api) {
    String older = apiByNode.put(node, api);
    if (older == null || older.equals(api)) return;
    List<String> topics = publishers.removeNode(node);
    subscribers.removeNode(node);
    services.removeNode(node);
    notifications.send(
        older, node, "shutdown", CALLER, "a new node registered with the name " + node);
    topics.forEach(this::announcePublishers);
  }

  private void announcePublishers(String topic) {
    List<String> apis = publishers.apis(topic);
    for (String subscriber : subscribers.apis(topic))
      notifications.send(subscriber, topic, "publisherUpdate", CALLER, topic, apis);
  }

  private RosReply lookupService(Arguments a) {
    List<String> providers = services.apis(a.name(1));
    return providers.isEmpty()
        ? RosReply.error("no provider of service " + a.name(1), "")
        : RosReply.success("rosrpc URI", providers.getFirst());
  }

  private RosReply lookupNode(Arguments a) {
    String api = apiByNode.get(a.name(1));
    return api == null
        ? RosReply.error("unknown node " + a.name(1), "")
        : RosReply.success("node api", api);
  }

  private RosReply getPublishedTopics(Arguments a) {
    String namespace = a.text(1).isEmpty() ? "/" : a.name(1);
    String prefix = namespace.endsWith("/") ? namespace : namespace + "/";
    return RosReply.success(
        "current topics",
        types(publishers.names().stream().filter(t -> t.startsWith(prefix)).toList()));
  }

  private List<Object> types(Iterable<String> topics) {
    List<Object> rows = new ArrayList<>();
    for (String topic : topics) rows.add(List.of(topic, typeByTopic.get(topic)));
    return rows;
  }

  private RosReply setParam(Arguments a) {
    parameters.set(a.name(1), a.value(2));
    announceParameter(a.name(1));
    return RosReply.success("parameter " + a.name(1) + " set", 0);
  }

  private RosReply getParam(Arguments a) {
    Object value = parameters.get(a.name(1));
    return value == null
        ? RosReply.error("Parameter [" + a.name(1) + "] is not set", 0)
        : RosReply.success("Parameter [" + a.name(1) + "]", value);
  }

  private RosReply deleteParam(Arguments a) {
    if (!parameters.delete(a.name(1)))
      return RosReply.error("Parameter [" + a.name(1) + "] is not set", 0);
    announceParameter(a.name(1));
    return RosReply.success("parameter " + a.name(1) + " deleted", 0);
  }

  private RosReply searchParam(Arguments a) {
    String found = parameters.search(a.caller(), a.text(1));
    return found == null
        ? RosReply.error("no parameter " + a.text(1) + " above " + a.caller(), "")
        : RosReply.success("found", found);
  }

  private RosReply subscribeParam(Arguments a) {
    String key = a.name(2);
    parameterSubscriptions.add(key, a.text(1));
    return RosReply.success("subscribed to parameter " + key, valueOrEmpty(key));
  }

  private void announceParameter(String changed) {
    parameterSubscriptions.concerned(
        changed,
        (api, key) ->
            notifications.send(
                api,
                key,
                "paramUpdate",
                CALLER,
                key.equals("/") ? key : key + "/",
                valueOrEmpty(key)));
  }

  // What is not set is told as an empty namespace.
  private Object valueOrEmpty(String key) {
    Object value = parameters.get(key);
    return value == null ? Map.of() : value;
  }

  /** A call's parameters; the first is the caller's name, and names resolve in its namespace. */
  private record Arguments(List<Object> values) {
    Object value(int index) {
      if (index >= values.size())
        throw new IllegalArgumentException(
            (index + 1) + " parameters expected, " + values.size() + " found");
      return values.get(index);
    }

    String text(int index) {
      if (value(index) instanceof String text) {
        if (text.length() > MAX_NAME)
          throw new IllegalArgumentException(
              "parameter " + (index + 1) + ": at most " + MAX_NAME + " characters");
        return text;
      }
      throw new IllegalArgumentException("parameter " + (index + 1) + " is not a string");
    }

    List<?> list(int index) {
      if (value(index) instanceof List<?> list) return list;
      throw new IllegalArgumentException("parameter " + (index + 1) + " is not an array");
    }

    // ROS's own tools call themselves by names that are none, such as /rosparam-123.
    String caller() {
      return text(0).startsWith("/") ? text(0) : "/" + text(0);
    }

    String name(int index) {
      String name = text(index);
      if (name.isEmpty() || name.chars().anyMatch(c -> c <= ' '))
        throw new IllegalArgumentException(
            "parameter " + (index + 1) + ": '" + name + "' is not a name");
      String namespace = caller().substring(0, caller().lastIndexOf('/'));
      String full =
          name.startsWith("~")
              ? caller() + "/" + name.substring(1)
              : name.startsWith("/") ? name : namespace + "/" + name;
      String canonical = full.replaceAll("/+", "/");
      return canonical.length() > 1 && canonical.endsWith("/")
          ? canonical.substring(0, canonical.length() - 1)
          : canonical;
    }
  }
}
