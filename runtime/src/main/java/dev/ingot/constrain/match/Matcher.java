package dev.ingot.constrain.match;

import dev.ingot.error.ConstraintException;

/** One text under a constraint, token by token. For one thread at a time. */
public final class Matcher {

    private final TokenConstraint constraint;
    private StateTable table;
    private State state;
    private boolean begun;

    Matcher(final TokenConstraint constraint, final StateTable table) {
        this.constraint = constraint;
        this.table = table;
        state = table.first();
    }

    /**
     * Returns the tokens that may come next: those whose bytes continue a text that fits, and the ones that end the answer
     * exactly if the text fits as it is.
     *
     * @return at least one token
     * @throws ConstraintException if no token of the vocabulary can go on, or too much work would be needed to know
     */
    public TokenMask mask() {
        final StateTable now = constraint.current();
        if (now != table) {
            state = begun ? now.adopt(state, table) : now.first();
            table = now;
        }
        final TokenMask mask = table.mask(state, constraint.vocabulary());
        if (mask.count() == 0) {
            throw new ConstraintException("constraint", "",
                    "no token of the model's vocabulary can go on from here");
        }
        return mask;
    }

    /**
     * Tells whether a token may come next, without finding out about all others.
     *
     * @param id a token that does not end the answer
     * @return true if its bytes continue a text that fits
     */
    public boolean allows(final int id) {
        final byte[] token = constraint.vocabulary().token(id);
        return token.length > 0 && !table.after(state, token).isDead();
    }

    /**
     * Takes the next token.
     *
     * @param id a token that the mask allows, and that does not end the answer
     */
    public void accept(final int id) {
        begun = true;
        state = table.after(state, constraint.vocabulary().token(id));
        if (state.isDead()) {
            throw new IllegalArgumentException("token " + id + " does not fit");
        }
    }

    /**
     * Tells whether the text fits as it is.
     *
     * @return true if the answer may end here
     */
    public boolean fits() {
        return state.accepting;
    }

    /**
     * Tells whether the text fits and nothing may follow.
     *
     * @return true if the answer must end here
     */
    public boolean isComplete() {
        return state.accepting && state.isEnd();
    }
}
