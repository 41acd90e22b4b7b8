package dev.byline.benchmark;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import dev.byline.benchmark.BenchmarkReport.Figure;

/** The milliseconds of one request on one connection, by filter and order, on the first page and a deep page. */
final class RequestCosts {
    private static final String API = BylineServer.API;
    /** The filters and the size of their pages, which is full with a thousand articles and with a million. */
    private static final Map<String, Integer> PAGE_SIZE_BY_FILTER = new LinkedHashMap<>();

    static {
        PAGE_SIZE_BY_FILTER.put("", 20);
        PAGE_SIZE_BY_FILTER.put("&locale=en", 20);
        PAGE_SIZE_BY_FILTER.put("&category=category-3", 20);
        PAGE_SIZE_BY_FILTER.put("&category=category-33&exact=true", 2);
        PAGE_SIZE_BY_FILTER.put("&author=author-5", 10);
        PAGE_SIZE_BY_FILTER.put("&pinned=true", 10);
        PAGE_SIZE_BY_FILTER.put("&tag=tag-5", 3);
    }

    private final BylineServer byline;
    private final int articles;

    RequestCosts(BylineServer byline, int articles) {
        this.byline = byline;
        this.articles = articles;
    }

    Map<String, Double> measure() throws IOException, InterruptedException {
        var costs = new LinkedHashMap<String, Double>();
        for (var filter : PAGE_SIZE_BY_FILTER.entrySet()) {
            for (var order : List.of("-publishedAt", "updatedAt", "title", "-views", "-views7d")) {
                var list = API + "/articles?sort=" + order + filter.getKey();
                var size = "&size=" + filter.getValue();
                costs.put("sort=" + order + " " + filter.getKey(), medianMillis(list + size));
                costs.put("sort=" + order + " " + filter.getKey() + ", deep", medianMillis(deepPage(list) + size));
            }
        }
        var article = API + "/articles/article-" + articles / 2;
        costs.put("article", medianMillis(article));
        costs.put("neighbors", medianMillis(article + "/neighbors"));
        costs.put("related", medianMillis(article + "/related"));
        costs.put("counts of a category", medianMillis(API + "/categories/category-3"));
        return costs;
    }

    /** Returns the path of the page after two thousand articles, or of the last full page of a shorter list. */
    private String deepPage(String list) throws IOException, InterruptedException {
        var path = list;
        for (int i = 0; i < 20; i++) {
            var next = Pattern.compile("\"next\":\"([^\"]+)\"").matcher(byline.get(path + "&size=100"));
            if (!next.find()) {
                break;
            }
            path = list + "&cursor=" + next.group(1);
        }
        return path;
    }

    private double medianMillis(String path) throws IOException, InterruptedException {
        for (int i = 0; i < 30; i++) {
            byline.get(path);
        }
        var times = new double[60];
        for (int i = 0; i < times.length; i++) {
            long from = System.nanoTime();
            byline.get(path);
            times[i] = (System.nanoTime() - from) / 1e6;
        }
        return Comparison.median(times);
    }

    /** Writes a table with a column for each number of articles. */
    static void report(Map<Integer, Map<String, Double>> costs, BenchmarkReport report) {
        var columns = new ArrayList<>(List.of("one request, not cached, ms"));
        costs.keySet().forEach(size -> columns.add("%,d".formatted(size)));
        columns.add("worst ratio");
        report.table(columns.toArray(String[]::new));
        var first = costs.values().iterator().next();
        for (var row : first.keySet()) {
            var cells = new ArrayList<Object>(List.of(row));
            costs.values().forEach(size -> cells.add(Figure.of("%.2f", size.get(row))));
            cells.add(
                    Figure.of("%.1f", costs.values().stream().mapToDouble(size -> size.get(row) / first.get(row)).max()
                            .orElseThrow()));
            report.row(cells.toArray());
        }
    }
}
