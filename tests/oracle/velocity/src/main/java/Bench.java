// Times the real engines on the shapes of tests/bench: one a line in, the nanoseconds of one round out, the best of
// many short runs after warming up. It is the working thread's processor time: compiling and collecting garbage, which
// other threads do, do not count. What can be made once (templates, paths, the context's values) is.

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.jayway.jsonpath.Configuration;
import com.jayway.jsonpath.JsonPath;
import com.jayway.jsonpath.PathNotFoundException;
import com.jayway.jsonpath.spi.json.JacksonJsonProvider;
import com.jayway.jsonpath.spi.mapper.JacksonMappingProvider;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.velocity.Template;
import org.apache.velocity.VelocityContext;
import org.apache.velocity.runtime.RuntimeInstance;
import org.apache.velocity.tools.generic.EscapeTool;
import org.apache.velocity.tools.generic.MathTool;

public final class Bench {
  interface Round {
    void run() throws Exception;
  }

  private static final ObjectMapper json = new ObjectMapper();
  private static final Configuration paths = Configuration.builder()
      .jsonProvider(new JacksonJsonProvider())
      .mappingProvider(new JacksonMappingProvider())
      .build();
  private static final EscapeTool esc = new EscapeTool();
  private static final MathTool math = new MathTool();
  private static long checksum;

  private static RuntimeInstance runtime(boolean strict) {
    RuntimeInstance runtime = new RuntimeInstance();
    runtime.setProperty("runtime.strict_mode.enable", strict);
    runtime.init();
    return runtime;
  }

  private static Template parse(RuntimeInstance runtime, String text) throws Exception {
    Template template = new Template();
    template.setRuntimeServices(runtime);
    template.setName("T");
    template.setData(runtime.parse(new StringReader(text), template));
    template.initDocument();
    return template;
  }

  private static VelocityContext tools() {
    VelocityContext context = new VelocityContext();
    context.put("esc", esc);
    context.put("math", math);
    return context;
  }

  private static String merge(Template template, VelocityContext context) {
    StringWriter out = new StringWriter();
    template.merge(context, out);
    checksum += out.getBuffer().length();
    return out.toString();
  }

  // That it is JSON, without making anything of it.
  private static void check(String text) throws Exception {
    try (JsonParser parser = json.createParser(text)) {
      while (parser.nextToken() != null) {
        checksum++;
      }
    }
  }

  private static double nanoseconds(double seconds, Round round) throws Exception {
    for (long end = now() + (long) Math.max(seconds * 3e9, 2e9); now() < end; ) {
      round.run();
    }
    long rounds = 1;
    while (time(round, rounds) < 2_000_000) {
      rounds *= 2;
    }
    double best = Double.MAX_VALUE;
    for (long spent = 0; spent < seconds * 1e9; ) {
      long took = time(round, rounds);
      spent += took;
      best = Math.min(best, (double) took / rounds);
    }
    return best;
  }

  private static long time(Round round, long rounds) throws Exception {
    long start = now();
    for (long i = 0; i < rounds; i++) {
      round.run();
    }
    return now() - start;
  }

  private static long now() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  @SuppressWarnings("unchecked")
  private static Round render(Map<String, Object> shape) throws Exception {
    Template template = parse(runtime("strict".equals(shape.get("mode"))), (String) shape.get("template"));
    VelocityContext context = tools();
    ((Map<String, Object>) shape.get("context")).forEach(context::put);
    return () -> merge(template, new VelocityContext(context));
  }

  private static Round path(Map<String, Object> shape) {
    JsonPath path = JsonPath.compile((String) shape.get("path"));
    Object document = shape.get("document");
    return () -> checksum += path.read(document, paths) == null ? 0 : 1;
  }

  @SuppressWarnings("unchecked")
  private static Round action(Map<String, Object> shape) throws Exception {
    Template request = parse(runtime(false), (String) shape.get("request"));
    Template success = parse(runtime(true), (String) shape.get("success"));
    String inputs = json.writeValueAsString(shape.get("inputs"));
    String reply = json.writeValueAsString(shape.get("reply"));
    Map<String, String> defaults = (Map<String, String>) shape.get("defaults");
    Map<String, JsonPath> map = new LinkedHashMap<>();
    ((Map<String, String>) shape.get("map")).forEach((name, text) -> map.put(name, JsonPath.compile(text)));
    return () -> {
      VelocityContext before = tools();
      before.put("input", json.readValue(inputs, LinkedHashMap.class));
      check(merge(request, before));
      Object document = json.readValue(reply, Object.class);
      VelocityContext after = tools();
      after.put("rawResult", reply);
      for (Map.Entry<String, JsonPath> entry : map.entrySet()) {
        try {
          after.put(entry.getKey(), json.writeValueAsString(entry.getValue().read(document, paths)));
        } catch (PathNotFoundException missing) {
          after.put(entry.getKey(), defaults.get(entry.getKey()));
        }
      }
      checksum += json.readValue(merge(success, after), Map.class).size();
    };
  }

  private static Round round(Map<String, Object> shape) throws Exception {
    switch ((String) shape.get("kind")) {
      case "render":
        return render(shape);
      case "path":
        return path(shape);
      case "parse":
        RuntimeInstance runtime = runtime(false);
        return () -> checksum += parse(runtime, (String) shape.get("template")).getLastModified() + 1;
      default:
        return action(shape);
    }
  }

  // Bench [seconds for each shape]
  @SuppressWarnings("unchecked")
  public static void main(String[] arguments) throws Exception {
    double seconds = arguments.length > 0 ? Double.parseDouble(arguments[0]) : 0.3;
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      System.out.println(nanoseconds(seconds, round(json.readValue(line, LinkedHashMap.class))));
    }
    System.err.println(checksum);
  }
}
