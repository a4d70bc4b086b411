package reins.learner.exact;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import reins.contract.config.AlgorithmConfig;
import reins.contract.config.LearningConfig;
import reins.contract.config.TaskConfig;
import reins.learner.TestTasks;
import reins.learner.algo.Agent;
import reins.learner.algo.Algorithm;
import reins.learner.algo.Recipe;
import reins.learner.backend.Engine;
import reins.learner.backend.MlpShape;
import reins.learner.backend.NetworkSpec;
import reins.learner.replay.Batch;
import reins.learner.replay.SeededRandom;

/**
 * One update of one algorithm, small enough to be kept in a file together with what it must give.
 */
enum Case {
  SAC("sac", Map.of(), true, "sac", null),
  RLPD_AS_PUBLISHED(
      "rlpd",
      Map.of("quirks", Map.of("shared_head", true, "actor_min_q", true)),
      false,
      "sac",
      null),
  RLPD_WITHOUT_NORM("rlpd", Map.of(), false, "sac", null),
  HIL_SERL("hil_serl", Map.of(), false, "hil_serl", "grasp"),
  BC("bc", Map.of(), false, "bc", null),
  IQL("iql", Map.of(), false, "iql", "value"),
  CAL_QL("cal_ql", Map.of("samples", 2, "conservatism", 0.7), false, "cal_ql", null);

  private static final int ROWS = 6;
  private static final int CRITICS = 3;
  private static final int DRAWN = 2;
  private static final int WARM_UPS = 3;

  private final TaskConfig task;
  private final String update;
  private final String further;
  private final Recipe recipe;

  Case(
      String algorithm,
      Map<String, Object> settings,
      boolean backupEntropy,
      String update,
      String further) {
    this.update = update;
    this.further = further;
    LearningConfig learning =
        new LearningConfig(
            new AlgorithmConfig(algorithm, settings),
            new int[] {6, 5},
            !name().equals("RLPD_WITHOUT_NORM"),
            ROWS,
            0.5,
            1,
            CRITICS,
            DRAWN,
            0.9,
            0.05,
            1e-3,
            2e-3,
            1e-2,
            0.3,
            -1.5,
            backupEntropy,
            1,
            1,
            1000,
            1,
            1);
    task = TestTasks.task(1, algorithm.equals("hil_serl") ? 4 : 3, learning);
    recipe = Algorithm.of(task).recipe(task);
  }

  String file() {
    return name().toLowerCase(java.util.Locale.ROOT) + ".json";
  }

  NetworkSpec networks() {
    return recipe.networks();
  }

  Agent agent(Engine engine) {
    return recipe.maker().agent(engine, 8);
  }

  AgentState state() {
    boolean soft = !update.equals("bc") && !update.equals("iql");
    return new AgentState(networks().critics(), soft, further);
  }

  /** Everything that the update starts from. */
  ObjectNode before(Agent agent) {
    SeededRandom random = new SeededRandom(4);
    for (int i = 0; i < WARM_UPS; i++) agent.update(new Batch[] {batch(batch(random))});
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("update", update);
    node.set("config", config());
    node.set("shapes", shapes());
    ObjectNode state = state().of(agent);
    if (further != null) negate((ArrayNode) state.get(further).get("target"));
    node.set("before", state);
    node.set("batch", batch(random));
    node.set("draws", draws(state));
    return node;
  }

  /** So that the slow copy of a further network disagrees with it on what is best. */
  private static void negate(ArrayNode values) {
    for (int i = 0; i < values.size(); i++) values.set(i, -values.get(i).floatValue());
  }

  private ObjectNode config() {
    LearningConfig c = task.learning();
    return JsonNodeFactory.instance
        .objectNode()
        .put("discount", c.discount())
        .put("tau", c.tau())
        .put("actor_lr", c.actor_lr())
        .put("critic_lr", c.critic_lr())
        .put("temperature_lr", c.temperature_lr())
        .put("target_entropy", c.target_entropy())
        .put("backup_entropy", c.backup_entropy())
        .put("shared_head", this == RLPD_AS_PUBLISHED)
        .put("actor_min_q", this == RLPD_AS_PUBLISHED || this == CAL_QL)
        .put("command_at", 3)
        .put("grasp_penalty", -0.02)
        .put("expectile", 0.7)
        .put("inverse_temperature", 3)
        .put("weight_max", 100)
        .put("conservatism", 0.7);
  }

  private ObjectNode shapes() {
    ObjectNode shapes = JsonNodeFactory.instance.objectNode();
    shapes.set("actor", shape(networks().actorShape()));
    shapes.set("critic", shape(networks().criticShape()));
    if (further != null)
      shapes.set(further, shape(networks().valueShape(further.equals("value") ? 1 : 3)));
    return shapes;
  }

  private static ObjectNode shape(MlpShape shape) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("in", shape.in());
    ArrayNode hidden = node.putArray("hidden");
    for (int width : shape.hidden()) hidden.add(width);
    if (!shape.layerNorm()) node.put("layer_norm", false);
    return node.put("out", shape.out());
  }

  /** Rows with saturated actions, every choice of the gripper, ends, and floors here and there. */
  private ObjectNode batch(SeededRandom random) {
    ObjectNode batch = JsonNodeFactory.instance.objectNode();
    matrix(batch.putArray("obs"), task.obsDim(), random, 1);
    ArrayNode action = batch.putArray("action");
    for (int b = 0; b < ROWS; b++) {
      ArrayNode row = action.addArray();
      for (int j = 0; j < task.action().dim(); j++)
        row.add((float) Math.clamp(1.2 * (2 * random.nextDouble() - 1), -1, 1));
    }
    matrix(batch.putArray("next_obs"), task.obsDim(), random, 1);
    ArrayNode reward = batch.putArray("reward");
    ArrayNode mask = batch.putArray("mask");
    ArrayNode floor = batch.putArray("floor");
    for (int b = 0; b < ROWS; b++) {
      reward.add((float) random.nextGaussian());
      mask.add(b % 3 == 0 ? 0 : 1);
      floor.add(b % 2 == 0 ? (float) random.nextGaussian() : -1e30f);
    }
    return batch;
  }

  static Batch batch(JsonNode node) {
    return new Batch(
        floats(node.get("obs")),
        floats(node.get("action")),
        floats(node.get("reward")),
        floats(node.get("mask")),
        floats(node.get("next_obs")),
        floats(node.get("floor")),
        new byte[0],
        new byte[0]);
  }

  /** The random numbers that the update will draw, in its order, from the state it starts with. */
  private ObjectNode draws(ObjectNode state) {
    ObjectNode draws = JsonNodeFactory.instance.objectNode();
    if (!state().soft()) return draws;
    SeededRandom random = new SeededRandom(state.get("random").asLong());
    int a = networks().actionDim();
    if (this == CAL_QL) {
      members(state, draws, random);
      int n = 2;
      for (String key : new String[] {"next_each", "uniform_each", "obs_each", "obs_next_each"}) {
        ArrayNode each = draws.putArray(key);
        for (int k = 0; k < n; k++)
          if (key.equals("uniform_each")) uniform(each.addArray(), a, random);
          else matrix(each.addArray(), a, random, 1);
      }
    } else {
      matrix(draws.putArray("next"), a, random, 1);
      members(state, draws, random);
    }
    matrix(draws.putArray("actor"), a, random, 1);
    return draws;
  }

  private static void members(ObjectNode state, ObjectNode draws, SeededRandom random) {
    int[] order = new int[CRITICS];
    for (int i = 0; i < CRITICS; i++) order[i] = state.get("members").get(i).asInt();
    ArrayNode drawn = draws.putArray("members");
    for (int k = 0; k < DRAWN; k++) {
      int other = k + random.nextInt(CRITICS - k);
      int member = order[other];
      order[other] = order[k];
      order[k] = member;
      drawn.add(member);
    }
  }

  private static void matrix(ArrayNode rows, int width, SeededRandom random, double scale) {
    for (int b = 0; b < ROWS; b++) {
      ArrayNode row = rows.addArray();
      for (int j = 0; j < width; j++) row.add((float) (scale * random.nextGaussian()));
    }
  }

  private static void uniform(ArrayNode rows, int width, SeededRandom random) {
    for (int b = 0; b < ROWS; b++) {
      ArrayNode row = rows.addArray();
      for (int j = 0; j < width; j++) row.add(2 * random.nextFloat() - 1);
    }
  }

  /** The numbers of an array, or of an array of rows. */
  static float[] floats(JsonNode array) {
    java.util.List<Float> all = new java.util.ArrayList<>();
    for (JsonNode item : array)
      if (item.isArray()) item.forEach(number -> all.add((float) number.asDouble()));
      else all.add((float) item.asDouble());
    float[] values = new float[all.size()];
    for (int i = 0; i < values.length; i++) values[i] = all.get(i);
    return values;
  }
}
