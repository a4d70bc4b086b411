package reins.controller.loop;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.MonitorInstruction;
import java.lang.classfile.instruction.NewMultiArrayInstruction;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.lang.classfile.instruction.NewPrimitiveArrayInstruction;
import java.lang.classfile.instruction.NewReferenceArrayInstruction;
import java.lang.classfile.instruction.ThrowInstruction;
import java.lang.reflect.AccessFlag;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;

/**
 * Walks everything that a method can reach, through our own classes and the known implementations
 * of their interfaces, and lists what a tick may not do. Static initialisers are left out: they run
 * before the loop is armed.
 */
public final class BytecodeWalk {
  private record Target(String owner, String name, String descriptor) {
    @Override
    public String toString() {
      return owner.replace('/', '.') + "." + name + descriptor;
    }
  }

  private final BiPredicate<String, String> allowed;
  private final Map<String, List<String>> implementations;
  private final Map<String, Optional<ClassModel>> classes = new HashMap<>();
  private final Set<Target> seen = new HashSet<>();
  private final Deque<Target> open = new ArrayDeque<>();
  private final List<String> violations = new ArrayList<>();

  /**
   * @param allowed whether a method of ours may call one outside our packages; both as {@code
   *     java.lang.Math.abs}
   * @param implementations classes that stand behind an interface of ours; binary names with
   *     slashes
   */
  public BytecodeWalk(
      BiPredicate<String, String> allowed, Map<String, List<String>> implementations) {
    this.allowed = allowed;
    this.implementations = implementations;
  }

  /** Walks from every method of that name. Returns what it may not do, one line each. */
  public List<String> from(Class<?> owner, String method) {
    String name = owner.getName().replace('.', '/');
    for (MethodModel m : model(name).orElseThrow().methods())
      if (m.methodName().equalsString(method))
        reach(new Target(name, method, m.methodType().stringValue()));
    while (!open.isEmpty()) walk(open.pop());
    return violations;
  }

  /** How many methods were looked at. */
  public int methods() {
    return seen.size();
  }

  private void reach(Target target) {
    if (seen.add(target)) open.push(target);
  }

  private void walk(Target target) {
    for (String implementation : implementations.getOrDefault(target.owner, List.of()))
      reach(new Target(implementation, target.name, target.descriptor));
    Optional<MethodModel> found = find(target.owner, target);
    if (found.isEmpty()) {
      violations.add(target + ": not found");
      return;
    }
    MethodModel method = found.get();
    if (method.flags().has(AccessFlag.SYNCHRONIZED)) violations.add(target + ": synchronized");
    boolean isAbstract = method.flags().has(AccessFlag.ABSTRACT);
    if (isAbstract && !implementations.containsKey(target.owner))
      violations.add(target + ": no implementation is known");
    method.code().ifPresent(code -> code.forEach(element -> judge(target, element)));
  }

  private void judge(Target in, CodeElement element) {
    switch (element) {
      case NewObjectInstruction i -> violations.add(in + ": new " + i.className().asInternalName());
      case NewPrimitiveArrayInstruction i -> violations.add(in + ": newarray " + i.typeKind());
      case NewReferenceArrayInstruction i ->
          violations.add(in + ": anewarray " + i.componentType().asInternalName());
      case NewMultiArrayInstruction i -> violations.add(in + ": multianewarray");
      case MonitorInstruction i -> {
        if (i.opcode() == Opcode.MONITORENTER) violations.add(in + ": monitorenter");
      }
      case ThrowInstruction i -> violations.add(in + ": athrow");
      case InvokeDynamicInstruction i ->
          violations.add(in + ": invokedynamic " + i.name().stringValue());
      case InvokeInstruction i -> call(in, i);
      default -> {}
    }
  }

  private void call(Target in, InvokeInstruction i) {
    String owner = i.owner().asInternalName();
    String name = i.name().stringValue();
    if (owner.startsWith("reins/")) reach(new Target(owner, name, i.type().stringValue()));
    else if (!allowed.test(
        in.owner.replace('/', '.') + "." + in.name, owner.replace('/', '.') + "." + name))
      violations.add(in + ": calls " + owner.replace('/', '.') + "." + name);
  }

  private Optional<MethodModel> find(String owner, Target target) {
    Optional<ClassModel> model = model(owner);
    if (model.isEmpty()) return Optional.empty();
    for (MethodModel m : model.get().methods())
      if (m.methodName().equalsString(target.name)
          && m.methodType().equalsString(target.descriptor)) return Optional.of(m);
    Optional<MethodModel> inherited =
        model.get().superclass().flatMap(s -> find(s.asInternalName(), target));
    for (ClassEntry i : model.get().interfaces())
      if (inherited.isEmpty()) inherited = find(i.asInternalName(), target);
    return inherited;
  }

  private Optional<ClassModel> model(String name) {
    return classes.computeIfAbsent(name, BytecodeWalk::read);
  }

  private static Optional<ClassModel> read(String name) {
    try (InputStream in =
        BytecodeWalk.class.getClassLoader().getResourceAsStream(name + ".class")) {
      return in == null ? Optional.empty() : Optional.of(ClassFile.of().parse(in.readAllBytes()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
