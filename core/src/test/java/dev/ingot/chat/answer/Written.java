package dev.ingot.chat.answer;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Answers as the documentation of each family describes them, and what they mean.
 *
 * @param format    of the family
 * @param prompt    the end of what the answer follows
 * @param text      the answer, special tokens included
 * @param content   expected
 * @param reasoning expected
 * @param calls     expected, each as {@code name{arguments}}
 */
record Written(AnswerFormat format, String prompt, String text, String content, String reasoning,
        List<String> calls) {

    private static final String WEATHER = "get_weather{\"city\":\"Paris\"}";
    private static final String TIME = "get_time{\"zone\":\"CET\",\"full\":true}";

    /** Descriptions of some of the tools; get_time has none. */
    static final List<?> TOOLS = List.of("no description",
            Map.of("type", "function", "function", Map.of("name", "get_weather", "parameters", Map.of(
                    "properties", Map.of("city", Map.of("type", "string"), "days", Map.of("type", "integer"),
                            "rain", Map.of("type", List.of("boolean", "null")), "places",
                            Map.of("items", Map.of()), "note", Map.of("description", "any"))))));

    private static Written of(final AnswerFormat format, final String text, final String content,
            final String reasoning, final String... calls) {
        return new Written(format, "", text, content, reasoning, List.of(calls));
    }

    /** Returns answers of every family. */
    static List<Written> all() {
        return List.of(
                of(AnswerFormat.PLAIN, " Just text, <b>with</b> {braces} and [TOOL_CALLS]. ",
                        " Just text, <b>with</b> {braces} and [TOOL_CALLS]. ", ""),
                of(AnswerFormat.PLAIN, "<think>\nhm\n</think>\n\nyes\n", "yes\n", "hm"),
                of(AnswerFormat.HERMES, """
                        <think>
                        The user wants the weather.
                        </think>

                        Let me look.
                        <tool_call>
                        {"name": "get_weather", "arguments": {"city": "Paris"}}
                        </tool_call>
                        <tool_call>
                        {"name": "get_time", "arguments": {"zone": "CET", "full": true}}
                        </tool_call>""", "Let me look.", "The user wants the weather.", WEATHER, TIME),
                of(AnswerFormat.HERMES, "<tool_call>{\"name\": \"now\"}</tool_call>", "", "", "now{}"),
                new Written(AnswerFormat.HERMES, "<|im_start|>assistant\n<think>\n",
                        "First,\nthink.\n</think>\n\nDone.", "Done.", "First,\nthink.", List.of()),
                new Written(AnswerFormat.HERMES, "<|im_start|>assistant\n<think>\n\n</think>\n\n", "Done.",
                        "Done.", "", List.of()),
                of(AnswerFormat.QWEN_XML, """
                        I look.
                        <tool_call>
                        <function=get_weather>
                        <parameter=city>
                        Paris
                        </parameter>
                        </function>
                        </tool_call>
                        <tool_call>
                        <function=get_time>
                        <parameter=zone>
                        CET
                        </parameter>
                        <parameter=full>
                        true
                        </parameter>
                        </function>
                        </tool_call>""", "I look.", "", WEATHER,
                        "get_time{\"zone\":\"CET\",\"full\":\"true\"}"),
                new Written(AnswerFormat.QWEN_XML, "<|im_start|>assistant\n<think>\n", """
                        Which days?
                        </think>

                        <tool_call>
                        <function=get_weather>
                        <parameter=city>

                        Paris
                          <b>&amp;</b> </parameter>
                        </parameter>
                        <parameter=days>
                        3
                        </parameter>
                        <parameter=rain>
                        True
                        </parameter>
                        <parameter=places>
                        ["</parameter>\\n</function>", {"a": null}]
                        </parameter>
                        <parameter=note>
                        {'sunny': (True, 2.5)}
                        </parameter>
                        </function>
                        </tool_call>""", "", "Which days?",
                        List.of("get_weather{\"city\":\"\\nParis\\n  <b>&amp;</b> </parameter>\",\"days\":3,"
                                + "\"rain\":true,\"places\":[\"</parameter>\\n</function>\",{\"a\":null}],"
                                + "\"note\":{\"sunny\":[true,2.5]}}")),
                of(AnswerFormat.QWEN_XML,
                        """
                                <function=get_weather>
                                <parameter=city>Paris</parameter>
                                <parameter=days> many </parameter> <parameter=rain>None</parameter></function></tool_call>
                                <tool_call><function=now></function></tool_call>""",
                        "", "",
                        "get_weather{\"city\":\"Paris\",\"days\":\" many \",\"rain\":null}", "now{}"),
                of(AnswerFormat.QWEN_XML, """
                        <tool_call><function=now></function> <function=get_weather>
                        <parameter=city>
                        Paris
                        </parameter>
                        </function>
                        </tool_call><tool_call>{"name": "now", "arguments": {}}</tool_call>""", "", "",
                        "now{}", WEATHER, "now{}"),
                of(AnswerFormat.LLAMA3, "{\"name\": \"get_weather\", \"parameters\": {\"city\": \"Paris\"}}",
                        "",
                        "", WEATHER),
                of(AnswerFormat.LLAMA3,
                        """
                                <|python_tag|>{"type": "function", "name": "get_weather", "parameters": {"city": "Paris"}}; \
                                {"name": "get_time", "parameters": {"zone": "CET", "full": true}}""",
                        "", "",
                        WEATHER, TIME),
                of(AnswerFormat.LLAMA3, "<|python_tag|>brave_search.call(query=\"Paris \\\"in\\\" May\")", "",
                        "", "brave_search{\"query\":\"Paris \\\"in\\\" May\"}"),
                of(AnswerFormat.LLAMA3, "[get_weather(city='Paris'), get_time(zone=\"CET\", full=True)]", "",
                        "", WEATHER, TIME),
                of(AnswerFormat.LLAMA3, "{\"name\": \"Bob\", \"age\": 3} is no call.",
                        "{\"name\": \"Bob\", \"age\": 3} is no call.", ""),
                of(AnswerFormat.MISTRAL,
                        """
                                Looking.[TOOL_CALLS] [{"name": "get_weather", "arguments": {"city": "Paris"}, \
                                "id": "D681PevKs"}, {"name": "get_time", "arguments": {"zone": "CET", "full": true}}]""",
                        "Looking.", "", "D681PevKs:" + WEATHER, TIME),
                of(AnswerFormat.MISTRAL, """
                        [THINK]Weather?[/THINK][TOOL_CALLS]get_weather[ARGS]{"city": "Paris"}\
                        [TOOL_CALLS]get_time[CALL_ID]abc123XYZ[ARGS]{"zone": "CET", "full": true}""", "",
                        "Weather?", WEATHER, "abc123XYZ:" + TIME),
                of(AnswerFormat.MISTRAL, "[TOOL_CALLS]get_weather{\"city\": \"Paris\"}", "", "", WEATHER),
                of(AnswerFormat.PHI4,
                        "<|tool_call|>[{\"name\": \"get_weather\", \"arguments\": {\"city\": \"Paris\"}}]<|/tool_call|>",
                        "", "", WEATHER),
                of(AnswerFormat.PHI4, """
                        <|tool_call|>[{"type": "function", "function": {"name": "get_weather", "arguments": \
                        {"city": "Paris"}}}]""", "", "", WEATHER),
                of(AnswerFormat.PHI4,
                        "functools[{\"name\": \"get_weather\", \"arguments\": {\"city\": \"Paris\"}}]", "",
                        "",
                        WEATHER),
                of(AnswerFormat.GRANITE, """
                        <|tool_call|>[{"name": "get_weather", "arguments": {"city": "Paris"}}, \
                        {"name": "get_time", "arguments": {"zone": "CET", "full": true}}]""", "", "", WEATHER,
                        TIME),
                of(AnswerFormat.GRANITE,
                        "<tool_call>\n{\"name\": \"get_weather\", \"arguments\": {\"city\": \"Paris\"}}\n</tool_call>",
                        "", "", WEATHER),
                of(AnswerFormat.GRANITE,
                        "<tool_call>[{\"name\": \"get_weather\", \"arguments\": \"{\\\"city\\\": \\\"Paris\\\"}\"}]",
                        "", "", WEATHER),
                of(AnswerFormat.GRANITE,
                        "<think>So.</think>\n<response>It <response> rains.\n</response>\n",
                        "It <response> rains.",
                        "So."),
                of(AnswerFormat.GRANITE, "<response>\nIt rains", "It rains", ""),
                of(AnswerFormat.GRANITE, "It </response> rains.", "It </response> rains.", ""),
                of(AnswerFormat.GRANITE, """
                        Here is my thought process: Clouds.

                        Here's my response:

                        It rains. Here is my response: no.""", "It rains. Here is my response: no.",
                        "Clouds."),
                new Written(AnswerFormat.DEEPSEEK, "<｜Assistant｜><think>\n", """
                        Weather is needed.
                        </think>

                        <｜tool▁calls▁begin｜><｜tool▁call▁begin｜>function<｜tool▁sep｜>get_weather
                        ```json
                        {"city": "Paris"}
                        ```<｜tool▁call▁end｜>
                        <｜tool▁call▁begin｜>function<｜tool▁sep｜>get_time
                        ```json
                        {"zone": "CET", "full": true}
                        ```<｜tool▁call▁end｜><｜tool▁calls▁end｜>""", "", "Weather is needed.",
                        List.of(WEATHER, TIME)),
                of(AnswerFormat.DEEPSEEK, """
                        Sure.<｜tool▁calls▁begin｜><｜tool▁call▁begin｜>get_weather<｜tool▁sep｜>{"city": "Paris"}\
                        <｜tool▁call▁end｜><｜tool▁calls▁end｜>""", "Sure.", "", WEATHER),
                of(AnswerFormat.GEMMA, "[get_weather(city='Paris')]", "", "", WEATHER),
                of(AnswerFormat.GEMMA, "```tool_code\nget_weather(city=\"Paris\")\n```", "", "", WEATHER),
                of(AnswerFormat.GEMMA,
                        "```json\n{\"name\": \"get_weather\", \"parameters\": {\"city\": \"Paris\"}}\n```",
                        "", "",
                        WEATHER),
                of(AnswerFormat.GEMMA, "```json\n{\"a\": 1}\n```", "```json\n{\"a\": 1}\n```", ""),
                of(AnswerFormat.SMOLLM3,
                        "<think>\n\n</think>\n<tool_call>{\"name\": \"get_weather\", \"arguments\": {\"city\": \"Paris\"}}</tool_call>",
                        "", "", WEATHER),
                of(AnswerFormat.SMOLLM3,
                        "<code>get_weather(city=\"Paris\")\nget_time(zone='CET', full=True)</code>", "", "",
                        WEATHER, TIME),
                of(AnswerFormat.HARMONY,
                        """
                                <|channel|>analysis<|message|>Need the weather.<|end|><|start|>assistant<|channel|>commentary \
                                to=functions.get_weather <|constrain|>json<|message|>{"city": "Paris"}<|call|>""",
                        "",
                        "Need the weather.", WEATHER),
                of(AnswerFormat.HARMONY,
                        """
                                <|channel|>commentary<|message|>I look it up.<|end|><|start|>assistant to=functions.get_weather\
                                <|channel|>commentary <|constrain|>json<|message|>{"city": "Paris"}""",
                        "I look it up.", "", WEATHER),
                of(AnswerFormat.HARMONY,
                        "<|channel|>analysis<|message|>Easy.<|end|><|start|>assistant<|channel|>final<|message|>42<|return|>",
                        "42", "Easy."),
                // Tags and braces inside of strings end nothing.
                of(AnswerFormat.HERMES,
                        """
                                <tool_call>
                                {"name": "write", "arguments": {"text": "a </tool_call> {[\\"} b", "deep": {"x": [[1, {}], -1.5e3]}}}
                                </tool_call>""",
                        "", "",
                        "write{\"text\":\"a </tool_call> {[\\\"} b\",\"deep\":{\"x\":[[1,{}],-1500.0]}}"),
                of(AnswerFormat.HERMES,
                        "<tool_call>{\"name\": \"f\", \"arguments\": \"{\\\"a\\\": 1}\"}</tool_call>", "", "",
                        "f{\"a\":1}"),
                of(AnswerFormat.GEMMA,
                        "[f(a=[1, (2.5, None)], b={'k': \"]'\\n\"}, c=-3), g()]", "", "",
                        "f{\"a\":[1,[2.5,null]],\"b\":{\"k\":\"]'\\n\"},\"c\":-3}", "g{}"));
    }

    /** Returns answers whose calls are malformed or not finished, and are content therefore. */
    static List<Written> malformed() {
        final var hermes = List.of("<tool_call>", "<tool_call>\n{\"name\": \"f\", \"arguments\": {",
                "<tool_call>{\"name\": \"f\", \"arguments\": {}}</tool_",
                "<tool_call>{\"name\": 5}</tool_call>",
                "<tool_call>{\"name\": \"f\", \"arguments\": [1]}</tool_call>",
                "<tool_call>{\"name\": \"f\", 'arguments': {}}</tool_call>", "<tool_call>[]</tool_call>",
                "<tool_call>{\"name\": \"f\", \"arguments\": {\"a\": tru}}</tool_call> x",
                "<tool_call>{\"name\": \"\", \"arguments\": {}}</tool_call>",
                "a <tool_call> b </tool_call> c", "<tool_cal", "</tool_call>", "x <think>late</think>");
        return Stream.of(
                hermes.stream().map(text -> of(AnswerFormat.HERMES, text, text, "")),
                Stream.of("<tool_call>\n<function=f>\n<parameter=a>\nb\n</parameter>\n",
                        "<function=f", "<function=>x</function>", "<function=f g></function>",
                        "<function=f><parameter=a>b</function>",
                        "<function=f>b</function>", "a <tool_call> b </tool_call> c",
                        "<parameter=a>b</parameter>",
                        "<function=f><parameter=>b</parameter></function>")
                        .map(text -> of(AnswerFormat.QWEN_XML, text, text, "")),
                Stream.of("{\"name\": \"f\", \"parameters\": {}",
                        "<|python_tag|>import os\nprint(1)",
                        "Call {\"name\": \"f\", \"parameters\": {}}", "[f(1)]", "[f(a=b)]",
                        "[see above]", "[f(a='x]")
                        .map(text -> of(AnswerFormat.LLAMA3, text, text, "")),
                Stream.of("[TOOL_CALLS]", "[TOOL_CALLS][{\"name\": \"f\", \"arguments\"",
                        "[TOOL_CALLS]f[ARGS]", "[TOOL_CALLS]f[ARGS]7", "[TOOL_CALLS][1]")
                        .map(text -> of(AnswerFormat.MISTRAL, text, text, "")),
                Stream.of("<｜tool▁calls▁begin｜>f",
                        "<｜tool▁calls▁begin｜><｜tool▁call▁begin｜>f<｜tool▁sep｜>{}<｜tool▁calls▁end｜>")
                        .map(text -> of(AnswerFormat.DEEPSEEK, text, text, "")),
                Stream.of("<|channel|>", "<|channel|>analysis",
                        "<|channel|>commentary to=functions.f<|message|>{\"a\": ")
                        .map(text -> of(AnswerFormat.HARMONY, text, text, "")))
                .flatMap(it -> it).toList();
    }
}
