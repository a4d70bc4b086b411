package reins.ros.interop;

import static reins.ros.Eventually.eventually;

import java.net.URI;
import reins.ros.master.Master;

/** Whose master the nodes of a test find one another by. */
enum MasterKind {
  OURS {
    @Override
    Running start(Ros ros) {
      Master master = Master.start("localhost", 0);
      return new Running(master.uri(), master::close);
    }
  },
  ROSCORE {
    @Override
    Running start(Ros ros) {
      int port = Ros.freePort();
      URI uri = URI.create("http://localhost:" + port + "/");
      Process roscore = ros.start(uri, "/usr/bin/roscore", "-p", Integer.toString(port));
      eventually("roscore is up", () -> ros.output(roscore).contains("started core service"));
      return new Running(uri, () -> {});
    }
  };

  /**
   * @param end ends the master, unless {@link Ros#close} does
   */
  record Running(URI uri, Runnable end) implements AutoCloseable {
    @Override
    public void close() {
      end.run();
    }
  }

  abstract Running start(Ros ros);
}
