package reins.ros.typed;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import reins.ros.message.DynamicMessage;
import reins.ros.message.Field;
import reins.ros.message.Primitive;

/** What a generated class's object does when its methods are called. */
final class MessageView implements InvocationHandler {
  private final Class<?> type;
  private final DynamicMessage message;
  private final Map<String, Field> fields;

  MessageView(Class<?> type, DynamicMessage message) {
    this.type = type;
    this.message = message;
    this.fields = Accessors.of(message.type());
  }

  @Override
  public Object invoke(Object proxy, Method method, Object[] arguments) {
    return switch (method.getName()) {
      case "toRawMessage" -> message;
      case "toString" -> message.toString();
      case "hashCode" -> message.hashCode();
      case "equals" ->
          arguments[0] instanceof Message other && message.equals(other.toRawMessage());
      default -> access(method, arguments);
    };
  }

  private Object access(Method method, Object[] arguments) {
    Field field = fields.get(method.getName().substring(3));
    if (field == null)
      throw new IllegalStateException(
          type.getName() + "." + method.getName() + ": " + message.type() + " has no such field");
    if (arguments == null) return read(message.get(field.name()), method.getGenericReturnType());
    message.set(field.name(), written(field, arguments[0]));
    return null;
  }

  private static Object read(Object value, Type wanted) {
    return switch (value) {
      case Long whole -> narrowed(whole, wanted);
      case Double number when wanted == float.class -> number.floatValue();
      case DynamicMessage nested -> MessageClass.view((Class<?>) wanted, nested);
      case List<?> list -> {
        Class<?> each = (Class<?>) ((ParameterizedType) wanted).getActualTypeArguments()[0];
        if (!Message.class.isAssignableFrom(each)) yield list;
        yield list.stream().map(one -> MessageClass.view(each, (DynamicMessage) one)).toList();
      }
      default -> value;
    };
  }

  private static Object narrowed(Long whole, Type wanted) {
    if (wanted == byte.class) return whole.byteValue();
    if (wanted == short.class) return whole.shortValue();
    return wanted == int.class ? (Object) whole.intValue() : whole;
  }

  private static Object written(Field field, Object value) {
    return switch (value) {
      case Message nested -> nested.toRawMessage();
      case List<?> list ->
          list.stream().map(one -> one instanceof Message m ? m.toRawMessage() : one).toList();
      case Number number when !field.isArray() -> widened(field, number);
      default -> value;
    };
  }

  private static Number widened(Field field, Number number) {
    return switch ((Primitive) field.element()) {
      case UINT8, CHAR -> Byte.toUnsignedLong(number.byteValue());
      case UINT16 -> Short.toUnsignedLong(number.shortValue());
      case UINT32 -> Integer.toUnsignedLong(number.intValue());
      default -> number;
    };
  }
}
