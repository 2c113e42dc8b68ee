package io.explainrec.catalog.demo;

import java.util.List;

/** The words that the demo shop is made of. Nothing here is, or is named after, anything real. */
final class Vocabulary {
    static final List<String> GENRES = List.of(
            "mystery",
            "romance",
            "space adventure",
            "history",
            "comedy",
            "horror",
            "travel",
            "war",
            "fantasy",
            "music");
    static final List<String> MOODS =
            List.of("tense", "gentle", "dark", "playful", "melancholic", "hopeful", "strange", "epic");
    static final List<String> SETTINGS = List.of(
            "a harbour town",
            "the far north",
            "a desert",
            "an island",
            "a big city",
            "a mountain village",
            "a long train",
            "deep space");
    static final List<String> AGE_BANDS = List.of("under-18", "18-24", "25-34", "35-44", "45-49", "50-55", "56-plus");
    static final List<String> GENDERS = List.of("female", "male");
    static final List<String> OCCUPATIONS =
            List.of("student", "engineer", "teacher", "artist", "nurse", "clerk", "retired", "farmer");
    static final List<String> REGIONS = List.of("north", "south", "east", "west");
    static final List<String> ADJECTIVES = List.of(
            "Silent",
            "Crimson",
            "Broken",
            "Last",
            "Hidden",
            "Golden",
            "Winter",
            "Borrowed",
            "Distant",
            "Paper",
            "Second",
            "Hollow",
            "Restless",
            "Salt",
            "Velvet",
            "Northern",
            "Forgotten",
            "Burning",
            "Quiet",
            "Iron");
    static final List<String> NOUNS = List.of(
            "Lighthouse",
            "Garden",
            "Orchard",
            "Signal",
            "Compass",
            "River",
            "Letter",
            "Mirror",
            "Bridge",
            "Clock",
            "Harbour",
            "Lantern",
            "Forest",
            "Voyage",
            "Window",
            "Market",
            "Station",
            "Ladder",
            "Violin",
            "Map");
    static final List<String> LIKED = List.of(
            "loved the %s side of it",
            "just my kind of %s",
            "so %s, could not stop",
            "finally some good %s again",
            "the %s parts are wonderfull",
            "%s done right");
    static final List<String> DISLIKED = List.of(
            "too %s for me",
            "not in the mood for %s", "I do not get on with %s", "bored by all the %s", "%s is not my thing");

    private Vocabulary() {}
}
