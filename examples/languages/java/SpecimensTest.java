import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.regex.Pattern;

/** A small SDK, and its tests against the mock, over plain HTTP: {@code --plain} serves it like HTTPS. No dependencies; Java 17. */
public class SpecimensTest {
    /** The server rejected the key. */
    static class NotAuthorized extends RuntimeException {}

    /** Lists the specimens; waits after a 429. */
    record Herbarium(String baseUrl, String key, LongConsumer sleep) {
        String specimens() throws Exception {
            var request = HttpRequest.newBuilder(URI.create(baseUrl + "/specimens")).header("X-Api-Key", key).build();
            while (true) {
                var response = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
                switch (response.statusCode()) {
                    case 200: return response.body();
                    case 401: throw new NotAuthorized();
                    case 429: sleep.accept(response.headers().firstValueAsLong("Retry-After").orElse(1)); break;
                    default: throw new IllegalStateException("unexpected status " + response.statusCode());
                }
            }
        }
    }

    /** The mock, as the line that it prints describes it. A project with a JSON library would use that. */
    record Mock(String line) {
        String value(String pattern) {
            var found = Pattern.compile(pattern).matcher(line);
            if (!found.find()) throw new IllegalStateException(pattern);
            return found.group(1);
        }

        String control(String path, String body) {
            var url = value("\"control\":\\{\"url\":\"([^\"]+)\"") + path;
            var token = value("\"token\":\"([^\"]+)\"");
            var request = HttpRequest.newBuilder(URI.create(url)).header("Authorization", "Bearer " + token);
            try {
                return HttpClient.newHttpClient().send(request.POST(HttpRequest.BodyPublishers.ofString(body)).build(), BodyHandlers.ofString()).body();
            } catch (Exception error) {
                throw new IllegalStateException(error);
            }
        }

        Herbarium herbarium(String shape, LongConsumer sleep) {
            var key = new Mock(control("/mint", shape)).value("\"credential\":\"([^\"]+)\"");
            return new Herbarium(value("\"httpUrl\":\"([^\"]+)\""), key, sleep);
        }
    }

    static void check(boolean holds, String title) {
        if (!holds) throw new AssertionError(title);
        System.out.println("ok " + title);
    }

    public static void main(String... args) throws Exception {
        var command = new ArrayList<>(List.of(System.getenv().getOrDefault("AUTH_CONFORMANCE", "npx auth-conformance").split(" ")));
        command.addAll(List.of("mock", "../../header-key/openapi.yaml", "--overlay", "../../header-key/limits.overlay.yaml", "--plain"));
        command.addAll(List.of("--port", "0", "--http-port", "0", "--control-port", "0", "--json"));
        var process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try {
            var mock = new Mock(new BufferedReader(new InputStreamReader(process.getInputStream())).readLine());
            check(mock.herbarium("{}", wait -> {}).specimens().contains("Bellis perennis"), "lists the specimens");

            var rejected = false;
            try {
                mock.herbarium("{\"state\":\"revoked\"}", wait -> {}).specimens();
            } catch (NotAuthorized error) {
                rejected = true;
            }
            check(rejected, "a revoked key has its own error");

            var waits = new ArrayList<Long>();
            var visitor = mock.herbarium("{\"plan\":\"visitor\"}", wait -> {
                waits.add(wait);
                mock.control("/clock", "{\"advance\":\"" + wait + "s\"}");
            });
            for (var call = 0; call < 11; call++) visitor.specimens();
            check(waits.size() == 1 && waits.get(0) <= 60, "the eleventh call within a minute waits for the next window");
        } finally {
            process.destroy();
            process.waitFor();
        }
    }
}
