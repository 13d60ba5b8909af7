// The real engines as a filter: one case a line in, one result a line out (see engine_filter.cc for the form).
// With an argument, a template is rendered that many times and the time of one rendering is printed instead.

import com.fasterxml.jackson.databind.ObjectMapper;
import com.jayway.jsonpath.Configuration;
import com.jayway.jsonpath.JsonPath;
import com.jayway.jsonpath.PathNotFoundException;
import com.jayway.jsonpath.spi.json.JacksonJsonProvider;
import com.jayway.jsonpath.spi.mapper.JacksonMappingProvider;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.velocity.Template;
import org.apache.velocity.VelocityContext;
import org.apache.velocity.app.VelocityEngine;
import org.apache.velocity.runtime.RuntimeInstance;
import org.apache.velocity.tools.generic.EscapeTool;
import org.apache.velocity.tools.generic.MathTool;

public final class Oracle {
  private static final ObjectMapper json = new ObjectMapper();
  private static VelocityEngine lenient = engine(false);
  private static VelocityEngine strict = engine(true);
  private static final Configuration paths = Configuration.builder()
      .jsonProvider(new JacksonJsonProvider())
      .mappingProvider(new JacksonMappingProvider())
      .build();

  private static VelocityEngine engine(boolean strict) {
    VelocityEngine engine = new VelocityEngine();
    engine.setProperty("runtime.strict_mode.enable", strict);
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
    VelocityEngine engine = "strict".equals(test.get("mode")) ? strict : lenient;
    StringWriter out = new StringWriter();
    try {
      engine.evaluate(context(test), out, "T", template);
      return result("ok", out.toString());
    } catch (Throwable problem) {
      return failure(problem);
    } finally {
      if (template.contains("macro")) {  // an engine remembers macros
        lenient = engine(false);
        strict = engine(true);
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

  // Nanoseconds for one rendering of a parsed template, the best of several warmed-up rounds.
  private static Map<String, Object> time(Map<String, Object> test, int rounds) throws Exception {
    RuntimeInstance runtime = new RuntimeInstance();
    runtime.setProperty("runtime.strict_mode.enable", "strict".equals(test.get("mode")));
    runtime.init();
    Template template = new Template();
    template.setRuntimeServices(runtime);
    template.setName("T");
    template.setData(runtime.parse(new StringReader((String) test.get("template")), template));
    template.initDocument();
    VelocityContext context = context(test);
    long best = Long.MAX_VALUE;
    for (int repeat = 0; repeat < 20; repeat++) {
      long start = System.nanoTime();
      for (int i = 0; i < rounds; i++) {
        StringWriter out = new StringWriter();
        template.merge(new VelocityContext(context), out);
      }
      best = Math.min(best, (System.nanoTime() - start) / rounds);
    }
    return result("nanoseconds", best);
  }

  @SuppressWarnings("unchecked")
  public static void main(String[] arguments) throws Exception {
    int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 0;
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      Map<String, Object> test = json.readValue(line, LinkedHashMap.class);
      boolean isPath = "path".equals(test.get("kind"));
      Object answer = rounds > 0 ? time(test, rounds) : isPath ? path(test) : render(test);
      out.println(json.writeValueAsString(answer));
    }
  }
}
