// Lists the public methods of the classes that values of a template can have, as Velocity's ClassMap finds them: from
// the class up to Object, public classes and interfaces only, the first of equal parameters.

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.velocity.tools.generic.EscapeTool;
import org.apache.velocity.tools.generic.MathTool;
import org.apache.velocity.util.ArrayListWrapper;

final class Methods {
  // Types that a value can become; all others are written as `?`.
  private static final Set<String> types = Set.of(
      "boolean", "char", "byte", "short", "int", "long", "float", "double", "Boolean", "Character", "Byte", "Short",
      "Integer", "Long", "Float", "Double", "Object", "String", "CharSequence", "Number", "BigInteger", "BigDecimal",
      "Collection", "List", "Map", "Iterable", "Locale", "RoundingMode", "Object[]", "CharSequence[]", "char[]",
      "byte[]", "int[]");

  private static final Map<String, Class<?>> classes = new LinkedHashMap<>();

  static {
    List<Integer> list = new ArrayList<>(List.of(1));
    Map<String, Integer> map = new LinkedHashMap<>(Map.of("a", 1));
    for (Object sample : new Object[] {"", 1, 1L, 1.0, true, 'a', BigInteger.ONE, BigDecimal.ONE, list, list.subList(0, 1),
        list.iterator(), list.listIterator(), map, map.keySet(), map.values(), map.entrySet(), map.entrySet().iterator().next(),
        new ArrayListWrapper(new int[0]), new MathTool(), new EscapeTool()}) {
      classes.put(sample.getClass().getName(), sample.getClass());
    }
    try {
      String range = "org.apache.velocity.runtime.parser.node.ASTIntegerRange$IntegerRange";
      classes.put(range, Class.forName(range));
    } catch (ClassNotFoundException old) {
      // Velocity 1.7 makes an ArrayList.
    }
  }

  // `name(type,type)`, sorted.
  static Set<String> of(String className) {
    Set<String> found = new TreeSet<>();
    for (Class<?> next = classes.get(className); next != null; next = next.getSuperclass()) {
      add(next, found);
      for (Class<?> face : next.getInterfaces()) {
        addInterface(face, found);
      }
    }
    return found;
  }


  private static void addInterface(Class<?> face, Set<String> found) {
    add(face, found);
    for (Class<?> more : face.getInterfaces()) {
      addInterface(more, found);
    }
  }

  private static void add(Class<?> type, Set<String> found) {
    if (!Modifier.isPublic(type.getModifiers())) {
      return;
    }
    for (Method method : type.getDeclaredMethods()) {
      if (Modifier.isPublic(method.getModifiers())) {
        found.add(method.getName() + Stream.of(method.getParameterTypes()).map(Methods::name).collect(Collectors.joining(",", "(", ")")));
      }
    }
  }

  private static String name(Class<?> type) {
    return types.contains(type.getSimpleName()) ? type.getSimpleName() : "?";
  }

  private Methods() {}
}
