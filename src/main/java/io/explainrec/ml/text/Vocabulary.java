package io.explainrec.ml.text;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The tokens of a model: to each id one spelling and to each spelling one id. Ids may have gaps. */
final class Vocabulary {
    private final Map<String, Integer> ids = new HashMap<>();
    private final Map<Integer, String> spellings = new HashMap<>();
    private int size;

    /**
     * @throws TokenizerException where an id or a spelling is there twice, or an id is negative
     */
    Vocabulary(List<Token> tokens) {
        tokens.forEach(this::add);
        if (tokens.isEmpty()) {
            throw new TokenizerException("the vocabulary is missing or empty");
        }
    }

    /** One token. */
    record Token(int id, String spelling) {
        Token {
            if (id < 0 || id == Integer.MAX_VALUE) {
                throw new TokenizerException("the token '" + spelling + "' has the id " + id);
            }
        }
    }

    /** The id of a spelling; null where there is none. */
    Integer id(String spelling) {
        return ids.get(spelling);
    }

    /** The spelling of an id; null where there is none. */
    String spelling(int id) {
        return spellings.get(id);
    }

    /** One more than the highest id. */
    int size() {
        return size;
    }

    private void add(Token token) {
        Integer id = ids.putIfAbsent(token.spelling(), token.id());
        if (id != null) {
            throw new TokenizerException(
                    "the token '" + token.spelling() + "' has two ids, " + id + " and " + token.id());
        }
        String spelling = spellings.putIfAbsent(token.id(), token.spelling());
        if (spelling != null) {
            throw new TokenizerException(
                    "the id " + token.id() + " has two tokens, '" + spelling + "' and '" + token.spelling() + "'");
        }
        size = Math.max(size, token.id() + 1);
    }
}
