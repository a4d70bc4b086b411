package reins.learner.exact;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import reins.learner.algo.Agent;
import reins.learner.backend.Persistent;

/**
 * What an agent's checkpoint says, as JSON and back: the way to set an agent up and to see what an
 * update did to it, without a door of its own in the production code.
 *
 * @param critics members of its ensemble; 0: none
 * @param soft whether it has a temperature and draws random numbers
 * @param further name of its further network; null: none
 */
record AgentState(int critics, boolean soft, String further) {

  ObjectNode of(Agent agent) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      agent.save(new DataOutputStream(bytes));
      return read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private ObjectNode read(DataInputStream in) throws IOException {
    ObjectNode state = JsonNodeFactory.instance.objectNode();
    state.set("actor", network(in, false));
    if (critics > 0) {
      ArrayNode members = state.putArray("critics");
      for (int i = 0; i < critics; i++) members.add(network(in, true));
    }
    if (soft) {
      ObjectNode temperature = state.putObject("temperature");
      for (String key : new String[] {"lambda", "m", "v"}) temperature.put(key, in.readDouble());
      temperature.put("steps", in.readLong());
      state.put("random", in.readLong());
      ArrayNode order = state.putArray("members");
      for (int i = 0; i < critics; i++) order.add(in.readInt());
      state.put("updates", in.readLong());
    }
    if (further != null) state.set(further, network(in, true));
    if (!soft) state.put("updates", in.readLong());
    if (in.read() >= 0) throw new IOException("more in the checkpoint than expected");
    return state;
  }

  private static ObjectNode network(DataInputStream in, boolean lagged) throws IOException {
    ObjectNode network = JsonNodeFactory.instance.objectNode();
    for (String key : new String[] {"theta", "m", "v"}) floats(in, network.putArray(key));
    network.put("steps", in.readLong());
    if (lagged) floats(in, network.putArray("target"));
    return network;
  }

  private static void floats(DataInputStream in, ArrayNode array) throws IOException {
    int length = in.readInt();
    for (int i = 0; i < length; i++) array.add(in.readFloat());
  }

  void restore(Agent agent, JsonNode state) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      write(new DataOutputStream(bytes), state);
      agent.load(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void write(DataOutput out, JsonNode state) throws IOException {
    network(out, state.get("actor"));
    for (int i = 0; i < critics; i++) network(out, state.get("critics").get(i));
    if (soft) {
      JsonNode temperature = state.get("temperature");
      for (String key : new String[] {"lambda", "m", "v"})
        out.writeDouble(temperature.get(key).asDouble());
      out.writeLong(temperature.get("steps").asLong());
      out.writeLong(state.get("random").asLong());
      for (JsonNode member : state.get("members")) out.writeInt(member.asInt());
      out.writeLong(state.get("updates").asLong());
    }
    if (further != null) network(out, state.get(further));
    if (!soft) out.writeLong(state.get("updates").asLong());
  }

  private static void network(DataOutput out, JsonNode network) throws IOException {
    for (String key : new String[] {"theta", "m", "v"})
      Persistent.write(out, Case.floats(network.get(key)));
    out.writeLong(network.get("steps").asLong());
    if (network.has("target")) Persistent.write(out, Case.floats(network.get("target")));
  }
}
