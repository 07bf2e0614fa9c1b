package dev.ingot.foundry.cli;

import dev.ingot.io.TextFiles;
import dev.ingot.quality.Calibrations;
import dev.ingot.quality.QuantizeSearch;
import dev.ingot.quality.SearchReport;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Tries precisions and shows which are worth choosing from. */
@Command(sortOptions = false, sortSynopsis = false, description = "Convert a model in several precisions, measure size, quality and speed of each, and show"
        + " those that no other beats.")
final class QuantizeSearchCommand implements Callable<Integer> {

    @Option(names = "--model", required = true, paramLabel = "MODEL", description = "Hugging Face directory or GGUF file.")
    Path model = Path.of("");

    @Option(names = "--text", required = true, paramLabel = "FILE", description = "Text to compare predictions on.")
    Path text = Path.of("");

    @Option(names = "--grid", split = ",", paramLabel = "SPEC", description = "Precisions, separated by commas, such as"
            + " int4:b128:k_quant:h8; default: a grid of thirteen.")
    List<String> grid = QuantizeSearch.GRID;

    @Option(names = "--calibration", paramLabel = "FILE", description = "For gptq and awq: text other than that of --text;"
            + " without it the model writes some itself.")
    @Nullable
    Path calibration;

    @Option(names = "--work", paramLabel = "DIR", description = "Where the models lie while they are measured.")
    @Nullable
    Path work;

    @Option(names = "--keep", description = "Keep the variants, in the directory of --work.")
    boolean keep;

    @Mixin
    private final ReportFiles files = new ReportFiles();

    private final Terminal terminal;

    QuantizeSearchCommand(final Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        files.check();
        final var printer = new StepPrinter(terminal);
        QuantizeSearch search = QuantizeSearch.of(model, TextFiles.read(text))
                .tryAll(grid, Calibrations.of(calibration))
                .listener(printer);
        search = work == null ? search : search.work(work);
        search = keep ? search.keep() : search;
        final SearchReport report;
        try {
            report = search.run();
        } finally {
            printer.finish();
        }
        terminal.out().print(report.toText());
        files.write(report::toJson, report::toHtml);
        return 0;
    }

}
