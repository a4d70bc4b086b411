package reins.ros.interop;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static reins.ros.Eventually.eventually;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reins.ros.node.ConnectedNode;
import reins.ros.node.NodeConfiguration;
import reins.ros.xmlrpc.XmlRpcClient;

/** A rosmaster that ends and comes back knows nobody, until they tell it again. */
@Tag("system")
class MasterRestartInteropTest {
  @TempDir Path folder;
  private Ros ros;

  @BeforeAll
  static void requireRos() {
    Ros.require();
  }

  @BeforeEach
  void open() {
    ros = new Ros(folder);
  }

  @AfterEach
  void close() throws InterruptedException {
    ros.close();
  }

  @Test
  void shouldRegisterAgainWithARestartedRosmaster() throws InterruptedException {
    int port = Ros.freePort();
    URI master = URI.create("http://localhost:" + port + "/");
    String[] rosmaster = {"/usr/bin/rosmaster", "--core", "-p", Integer.toString(port)};
    Process first = ros.start(master, rosmaster);
    try (XmlRpcClient client = new XmlRpcClient("test", 3000)) {
      eventually("the master is up", () -> answers(client, master, "getPid"));
      try (ConnectedNode node =
          ConnectedNode.start(NodeConfiguration.newPrivate(master).setNodeName("reins"))) {
        node.newPublisher("greeting", "std_msgs/String");
        assertTrue(ros.run(master, "/usr/bin/rostopic", "list").contains("/greeting"));
        first.destroy();
        assertTrue(first.waitFor(20, TimeUnit.SECONDS));
        ros.start(master, rosmaster);
        eventually("known again", () -> answers(client, master, "lookupNode", "/reins"));
        eventually("and its topic", () -> published(client, master).contains("/greeting"));
      }
    }
  }

  private static String published(XmlRpcClient client, URI master) {
    try {
      return String.valueOf(client.callRos(master, "getPublishedTopics", "/test", "").value());
    } catch (IOException e) {
      return "";
    }
  }

  private static boolean answers(XmlRpcClient client, URI master, String method, String... about) {
    try {
      Object[] all = new Object[1 + about.length];
      all[0] = "/test";
      System.arraycopy(about, 0, all, 1, about.length);
      return client.callRos(master, method, all).isSuccess();
    } catch (IOException e) {
      return false;
    }
  }
}
