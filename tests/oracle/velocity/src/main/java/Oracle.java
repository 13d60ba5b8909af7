// The real engines as a filter: one case a line in, one result a line out (see engine_filter.cc for the form).
// With the argument 1.7 and that version's jars, templates follow Velocity 1.7.

import com.fasterxml.jackson.databind.ObjectMapper;
import com.jayway.jsonpath.Configuration;
import com.jayway.jsonpath.JsonPath;
import com.jayway.jsonpath.PathNotFoundException;
import com.jayway.jsonpath.spi.json.JacksonJsonProvider;
import com.jayway.jsonpath.spi.mapper.JacksonMappingProvider;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.velocity.VelocityContext;
import org.apache.velocity.app.VelocityEngine;
import org.apache.velocity.tools.generic.EscapeTool;
import org.apache.velocity.tools.generic.MathTool;

public final class Oracle {
  private static final ObjectMapper json = new ObjectMapper();
  private static boolean old;
  private static VelocityEngine lenient;
  private static VelocityEngine strict;
  private static final Configuration paths = Configuration.builder()
      .jsonProvider(new JacksonJsonProvider())
      .mappingProvider(new JacksonMappingProvider())
      .build();

  private static VelocityEngine engine(boolean strict) {
    VelocityEngine engine = new VelocityEngine();
    engine.setProperty(old ? "runtime.references.strict" : "runtime.strict_mode.enable", strict);
    if (old) {
      engine.setProperty("runtime.log.logsystem.class", "org.apache.velocity.runtime.log.NullLogChute");
    }
    engine.init();
    return engine;
  }

  private static VelocityContext context(Map<String, Object> test) {
    VelocityContext context = new VelocityContext();
    if (test.get("context") instanceof Map<?, ?> variables) {
      variables.forEach((key, value) -> context.put((String) key, value));
    }
    context.put("esc", new EscapeTool());
    context.put("math", new MathTool());
    return context;
  }

  private static Map<String, Object> result(String name, Object value) {
    Map<String, Object> made = new LinkedHashMap<>();
    made.put(name, value);
    return made;
  }

  private static Map<String, Object> failure(Throwable problem) {
    String name = problem.getClass().getName();
    boolean expected = name.startsWith("org.apache.velocity.") || name.startsWith("com.jayway.");
    return result(expected ? "error" : "crash", expected ? problem.getMessage() : problem.toString());
  }

  private static Map<String, Object> render(Map<String, Object> test) {
    String template = (String) test.get("template");
    boolean isStrict = "strict".equals(test.get("mode"));
    VelocityEngine engine = isStrict ? strict : lenient;
    StringWriter out = new StringWriter();
    try {
      engine.evaluate(context(test), out, "T", template);
      return result("ok", out.toString());
    } catch (Throwable problem) {
      return failure(problem);
    } finally {
      if (template.contains("macro") && isStrict) {  // an engine remembers macros
        strict = engine(true);
      } else if (template.contains("macro")) {
        lenient = engine(false);
      }
    }
  }

  private static Map<String, Object> path(Map<String, Object> test) {
    try {
      return result("ok", JsonPath.compile((String) test.get("path")).read(test.get("document"), paths));
    } catch (PathNotFoundException missing) {
      return result("missing", true);
    } catch (Throwable problem) {
      return failure(problem);
    }
  }

  private static Map<String, Object> answer(Map<String, Object> test) {
    switch ((String) test.get("kind")) {
      case "path":
        return path(test);
      case "methods":
        return result("ok", Methods.of((String) test.get("class")));
      default:
        return render(test);
    }
  }

  @SuppressWarnings("unchecked")
  public static void main(String[] arguments) throws Exception {
    old = arguments.length > 0 && arguments[0].equals("1.7");
    lenient = engine(false);
    strict = engine(true);
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      Map<String, Object> test = json.readValue(line, LinkedHashMap.class);
      out.println(json.writeValueAsString(answer(test)));
    }
  }
}
