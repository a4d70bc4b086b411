package reins.ros.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static reins.ros.Eventually.eventually;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reins.ros.master.Master;
import reins.ros.message.DynamicMessage;
import reins.ros.name.GraphName;
import reins.ros.service.RemoteException;
import reins.ros.service.ServiceClient;
import reins.ros.service.ServiceResponseListener;
import reins.ros.topic.Publisher;
import reins.ros.topic.Subscriber;

/**
 * Programs as people write them for rosjava: other imports, {@code DynamicMessage} for the message
 * classes, {@code set} and {@code getString} for their accessors, and nothing else.
 */
class RosjavaProgramsTest {
  private static final String STRING = "std_msgs/String";

  private Master master;
  private NodeMainExecutor executor;
  private final BlockingQueue<String> events = new LinkedBlockingQueue<>();

  @BeforeEach
  void start() {
    master = Master.start("localhost", 0);
    executor = NodeMainExecutor.newDefault();
  }

  @AfterEach
  void stop() {
    executor.shutdown();
    master.close();
  }

  private static final class Talker extends AbstractNodeMain {
    @Override
    public GraphName getDefaultNodeName() {
      return GraphName.of("demo/talker");
    }

    @Override
    public void onStart(final ConnectedNode connectedNode) {
      final Publisher<DynamicMessage> publisher = connectedNode.newPublisher("chatter", STRING);
      connectedNode.executeCancellableLoop(
          new CancellableLoop() {
            private int sequenceNumber;

            @Override
            protected void setup() {
              sequenceNumber = 0;
            }

            @Override
            protected void loop() throws InterruptedException {
              DynamicMessage words = publisher.newMessage();
              words.set("data", "word " + sequenceNumber);
              publisher.publish(words);
              sequenceNumber++;
              Thread.sleep(10);
            }
          });
    }
  }

  private final class Listener extends AbstractNodeMain {
    @Override
    public GraphName getDefaultNodeName() {
      return GraphName.of("demo/listener");
    }

    @Override
    public void onStart(ConnectedNode connectedNode) {
      Log log = connectedNode.getLog();
      Subscriber<DynamicMessage> subscriber =
          connectedNode.newSubscriber(GraphName.of("chatter"), STRING);
      subscriber.addMessageListener(
          message -> {
            log.debug("heard " + message.getString("data"));
            events.add(message.getString("data"));
          });
    }

    @Override
    public void onShutdown(Node node) {
      events.add("ending " + node.getName());
    }

    @Override
    public void onShutdownComplete(Node node) {
      events.add("ended " + node.isShutdown());
    }
  }

  @Test
  void shouldTalkAndListen() throws InterruptedException {
    NodeConfiguration configuration = NodeConfiguration.newPrivate(master.uri());
    Listener listener = new Listener();
    executor.execute(listener, configuration);
    executor.execute(new Talker(), configuration);
    String first = events.poll(20, TimeUnit.SECONDS);
    int number = Integer.parseInt(first.replace("word ", ""));
    assertEquals("word " + (number + 1), events.poll(20, TimeUnit.SECONDS));
    executor.shutdownNodeMain(listener);
    eventually("ending", () -> events.contains("ending /demo/listener"));
    eventually("ended", () -> events.contains("ended true"));
  }

  @Test
  void shouldNameANodeByItsConfigurationFirst() throws InterruptedException {
    NodeMain program =
        new AbstractNodeMain() {
          @Override
          public GraphName getDefaultNodeName() {
            return GraphName.of("default");
          }

          @Override
          public void onStart(ConnectedNode connectedNode) {
            events.add(connectedNode.getName().toString());
          }
        };
    executor.execute(
        program, NodeConfiguration.newPrivate(master.uri()).setNodeName(GraphName.of("given")));
    assertEquals("/given", events.take());
  }

  @Test
  void shouldWorkWithParameters() throws InterruptedException {
    NodeMain program =
        new AbstractNodeMain() {
          @Override
          public GraphName getDefaultNodeName() {
            return GraphName.of("parameters");
          }

          @Override
          public void onStart(ConnectedNode connectedNode) {
            ParameterTree parameters = connectedNode.getParameterTree();
            parameters.addParameterListener("/speed", value -> events.add("speed " + value));
            parameters.set("/speed", 2.5);
            parameters.set("~gain", 3);
            parameters.set("/names", List.of("a", "b"));
            assertEquals(3, parameters.getInteger("~gain"));
            assertEquals(2.5, parameters.getDouble("/speed"));
            assertEquals("none", parameters.getString("/absent", "none"));
            assertEquals(List.of("a", "b"), parameters.getList("/names"));
            assertTrue(parameters.has(connectedNode.resolveName(GraphName.of("~gain")).toString()));
            assertEquals("/parameters/gain", parameters.search("gain"));
          }

          @Override
          public void onError(Node node, Throwable error) {
            events.add(error.toString());
          }
        };
    executor.execute(program, NodeConfiguration.newPrivate(master.uri()));
    assertEquals("speed 2.5", events.poll(20, TimeUnit.SECONDS));
  }

  private final class Switch extends AbstractNodeMain {
    @Override
    public GraphName getDefaultNodeName() {
      return GraphName.of("switch");
    }

    @Override
    public void onStart(final ConnectedNode connectedNode) {
      connectedNode.newServiceServer(
          "turn",
          "std_srvs/SetBool",
          (request, response) -> response.set("success", request.getBool("data")));
      ServiceClient<DynamicMessage, DynamicMessage> client =
          connectedNode.newServiceClient("turn", "std_srvs/SetBool");
      DynamicMessage request = client.newMessage();
      request.set("data", true);
      client.call(
          request,
          new ServiceResponseListener<DynamicMessage>() {
            @Override
            public void onSuccess(DynamicMessage response) {
              events.add("turned " + response.getBool("success"));
            }

            @Override
            public void onFailure(RemoteException e) {
              events.add(e.toString());
            }
          });
    }
  }

  @Test
  void shouldServeAndCall() throws InterruptedException {
    executor.execute(new Switch(), NodeConfiguration.newPrivate(master.uri()));
    assertEquals("turned true", events.poll(20, TimeUnit.SECONDS));
  }
}
