from __future__ import annotations

from editor.inference.metrics import Counter, Histogram, Metrics


def test_a_counter_adds_up_per_label() -> None:
    counter = Counter("answers_total", "Answers.")
    counter.add(path="/a", status="200")
    counter.add(2, status="200", path="/a")
    counter.add(path='/"quoted"\n', status="500")
    assert list(counter.lines()) == [
        "# HELP answers_total Answers.",
        "# TYPE answers_total counter",
        'answers_total{path="/a",status="200"} 3',
        'answers_total{path="/\\"quoted\\"\\n",status="500"} 1',
    ]


def test_a_histogram_counts_everything_below_each_bound() -> None:
    histogram = Histogram("seconds", "Time.", (0.1, 1.0))
    for value in (0.05, 0.1, 0.5, 7):
        histogram.observe(value, model="m")
    assert list(histogram.lines())[2:] == [
        'seconds_bucket{model="m",le="0.1"} 2',
        'seconds_bucket{model="m",le="1"} 3',
        'seconds_bucket{model="m",le="+Inf"} 4',
        'seconds_sum{model="m"} 7.65',
        'seconds_count{model="m"} 4',
    ]


def test_the_text_holds_every_number_and_ends_with_a_newline() -> None:
    metrics = Metrics()
    text = metrics.text({"places": ("Taken places.", {(): 3, (("model", "m"),): 1})})
    assert text.endswith('places 3\nplaces{model="m"} 1\n')
    for kept in (metrics.answers, metrics.shed, metrics.errors, metrics.stages, metrics.batches):
        assert f"# TYPE {kept.name} " in text
