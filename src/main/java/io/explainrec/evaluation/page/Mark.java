package io.explainrec.evaluation.page;

/** Shapes of points, so that what differs in colour differs without it too; each is about as large as a dot of radius 4. */
enum Mark {
    DOT("m-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0z"),
    DIAMOND("m0-5.5l5.5 5.5l-5.5 5.5l-5.5-5.5z"),
    SQUARE("m-3.7-3.7h7.4v7.4h-7.4z"),
    UP("m0-4.8l5 8.6h-10z"),
    RIGHT("m-3.8-5l8.6 5l-8.6 5z"),
    LEFT("m3.8-5l-8.6 5l8.6 5z");

    private final String outline;

    Mark(String outline) {
        this.outline = outline;
    }

    /** As a path of SVG, around this point. */
    String at(double x, double y) {
        return "M" + Digits.at(x) + " " + Digits.at(y) + outline;
    }

    /** Of a line of a {@link DotPlot}. */
    static Mark of(String kind) {
        return switch (kind) {
            case "rival" -> DIAMOND;
            case "above" -> RIGHT;
            case "below" -> LEFT;
            default -> DOT;
        };
    }
}
