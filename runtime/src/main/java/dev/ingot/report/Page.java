package dev.ingot.report;

/** The frame of a page: head, colours for light and dark, and whatever is put in. */
public final class Page {

    private static final String STYLE = """
            :root{color-scheme:light dark;--paper:#fbfbfa;--card:#fff;--ink:#1c1f24;--soft:#626a75;--line:#dcdfe4;
            --c0:#2563c9;--c1:#c9641a;--c2:#1c8a5a;--c3:#9a3fb5;--c4:#b8324a;--c5:#5d6673;--good:#1c8a5a;
            --bad:#b8324a;--open:#9a6b00}
            @media (prefers-color-scheme:dark){:root{--paper:#15171b;--card:#1d2025;--ink:#e7e9ec;--soft:#9aa3af;
            --line:#343941;--c0:#74a8ff;--c1:#f0a25a;--c2:#5fcb97;--c3:#d18ce8;--c4:#f2808f;--c5:#a9b2be;
            --good:#5fcb97;--bad:#f2808f;--open:#e0b04a}}
            *{box-sizing:border-box}
            body{margin:0;background:var(--paper);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI",
            Roboto,"Helvetica Neue",sans-serif}
            main{max-width:1080px;margin:0 auto;padding:32px 20px 56px}
            h1{font-size:26px;line-height:1.25;margin:0 0 4px}
            h2{font-size:18px;margin:36px 0 6px}
            p{margin:4px 0 12px;max-width:76ch}
            .soft{color:var(--soft)}
            .card{background:var(--card);border:1px solid var(--line);border-radius:8px;padding:14px 16px;
            overflow-x:auto}
            .grid{display:grid;grid-template-columns:repeat(auto-fit,minmax(310px,1fr));gap:12px}
            .card h3{font-size:14px;margin:0 0 6px;font-weight:600}
            table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}
            th,td{padding:5px 10px;text-align:right;border-bottom:1px solid var(--line);white-space:nowrap}
            th{color:var(--soft);font-weight:600;font-size:13px;vertical-align:bottom}
            th:first-child,td:first-child,.left{text-align:left}
            tr:last-child td{border-bottom:0}
            .mark{color:var(--good);font-weight:600}
            svg{display:block;width:100%;height:auto}
            svg text{fill:var(--soft);font-size:11px}
            svg .name{fill:var(--ink);font-size:12px;paint-order:stroke;stroke:var(--card);stroke-width:4px}
            svg .axis{stroke:var(--line);stroke-width:1}
            svg .lead{stroke:var(--soft);stroke-width:0.8}
            svg .front{fill:none;stroke:var(--good);stroke-width:1.5;stroke-dasharray:4 3}
            .legend{display:flex;flex-wrap:wrap;gap:4px 18px;margin:8px 0 12px}
            .verdict{margin:18px 0;padding:16px 20px;border-radius:8px;border:1px solid;border-left-width:8px;
            background:var(--card);display:flex;flex-wrap:wrap;gap:4px 18px;align-items:baseline}
            .verdict strong{font-size:24px}
            .verdict span{flex:1 1 320px}
            .verdict.good{border-color:var(--good)}.verdict.bad{border-color:var(--bad)}
            .verdict.open{border-color:var(--open)}
            .verdict.good strong,.chip.good{color:var(--good)}.verdict.bad strong,.chip.bad{color:var(--bad)}
            .verdict.open strong,.chip.open{color:var(--open)}
            .chip{font-weight:600;white-space:nowrap}
            .tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(150px,1fr));gap:12px;margin:12px 0}
            .figure{font-size:24px;font-weight:600;line-height:1.3;font-variant-numeric:tabular-nums}
            .small{font-size:13px}
            td.text{white-space:normal;text-align:left;overflow-wrap:anywhere;vertical-align:top}
            main>.card+.card,details>.card{margin-top:12px}
            td{vertical-align:top}
            td.text:first-child{min-width:130px;overflow-wrap:normal}
            .narrow{max-width:600px}
            details{margin:10px 0}
            summary{cursor:pointer;margin-bottom:8px;color:var(--soft)}
            code{font:13px/1.45 ui-monospace,Menlo,Consolas,monospace;white-space:pre-wrap;overflow-wrap:anywhere}
            .legend i{display:inline-block;width:11px;height:11px;border-radius:2px;margin-right:6px}
            """;
    private static final int COLOURS = 6;

    private final String title;
    private final Markup body = new Markup();

    /**
     * Begins a page.
     *
     * @param title   its heading
     * @param details what is to be known about it, in a line
     */
    public Page(final String title, final String details) {
        this.title = title;
        body.element("h1", title).element("p", details, "class", "soft");
    }

    /**
     * Returns what stands above the first section.
     *
     * @return where its content goes, while there is no section yet
     */
    public Markup lead() {
        return body;
    }

    /**
     * Begins a section.
     *
     * @param heading     of the section
     * @param explanation how to read what follows
     * @return where its content goes
     */
    public Markup section(final String heading, final String explanation) {
        return body.element("h2", heading).element("p", explanation, "class", "soft");
    }

    /**
     * Returns the colour of a mark.
     *
     * @param index of what it stands for; colours repeat after some
     * @return a value for {@code fill} and the like
     */
    static String colour(final int index) {
        return "var(--c" + index % COLOURS + ")";
    }

    /**
     * Returns the whole page.
     *
     * @return a document in UTF-8
     */
    @Override
    public String toString() {
        return new Markup().raw("<!DOCTYPE html>").open("html", "lang", "en").open("head")
                .empty("meta", "charset", "utf-8")
                .empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1")
                .element("title", title).open("style").raw(STYLE.strip()).close("style").close("head")
                .open("body").open("main").raw(body.toString().strip()).close("main").close("body")
                .close("html").toString();
    }
}
