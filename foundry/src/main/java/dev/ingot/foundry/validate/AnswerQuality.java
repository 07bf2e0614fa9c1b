package dev.ingot.foundry.validate;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How good answers are, as far as figures tell. Immutable.
 *
 * @param answers to the items of a suite, in their order
 */
public record AnswerQuality(List<Answer> answers) {

    /** Copies the list. */
    public AnswerQuality {
        answers = List.copyOf(answers);
    }

    /**
     * Returns how many answers are all that is demanded of them.
     *
     * @return at most as many as there are
     */
    public int right() {
        return (int) answers.stream().filter(Answer::right).count();
    }

    /**
     * Returns an answer that is not all that is demanded of it.
     *
     * @return the first of them; empty when all are right
     */
    public Optional<Answer> firstWrong() {
        return answers.stream().filter(answer -> !answer.right()).findFirst();
    }

    /**
     * Returns the words in common with the expected answers.
     *
     * @return the mean, from 0 to 1; empty when no answer is known
     */
    public OptionalDouble f1() {
        return answers.stream().flatMapToDouble(answer -> answer.f1().stream()).average();
    }

    /**
     * Returns how close answers are to the expected ones as vectors.
     *
     * @return the mean cosine, from -1 to 1; empty when no answer is known or the model has no vectors
     */
    public OptionalDouble cosine() {
        return answers.stream().flatMapToDouble(answer -> answer.cosine().stream()).average();
    }

    /**
     * Returns how much of the answers repeats what they said before.
     *
     * @return the mean, from 0 to 1
     */
    public double repetition() {
        return answers.stream().mapToDouble(Answer::repetition).average().orElse(0);
    }

    /**
     * Returns how many answers go round in circles.
     *
     * @return at most as many as there are
     */
    public int looping() {
        return (int) answers.stream().filter(Answer::loops).count();
    }

    /**
     * Returns how many answers the limit of tokens ended.
     *
     * @return at most as many as there are
     */
    public int cutOff() {
        return (int) answers.stream().filter(Answer::cutOff).count();
    }

    /**
     * Returns which part of the answers has the format that is demanded.
     *
     * @return from 0 to 1; empty when none is demanded
     */
    public OptionalDouble formatted() {
        return answers.stream().flatMap(answer -> answer.formatted().stream())
                .mapToDouble(right -> right ? 1 : 0).average();
    }

    /**
     * Returns how long answers took.
     *
     * @return milliseconds from a request to its end
     */
    public Distribution response() {
        return Distribution.of(answers.stream().filter(answer -> answer.firstToken().isPresent())
                .map(answer -> Figures.millis(answer.time())).toList());
    }
}
