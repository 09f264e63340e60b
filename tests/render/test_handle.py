"""What a render process is told about the world: next to nothing."""

from __future__ import annotations

from editor.render.handle import environment


def test_no_setting_and_no_secret_is_passed_on() -> None:
    given = {
        "PATH": "/bin",
        "HOME": "/home/me",
        "STUDIO_INFERENCE_SECRET": "hush",
        "AWS_SECRET_ACCESS_KEY": "hush",
        "DATABASE_URL": "postgres://hush",
        "LD_PRELOAD": "/evil.so",
        "PYTHONPATH": "/elsewhere",
    }
    passed = environment(given)
    assert (passed["PATH"], passed["HOME"]) == ("/bin", "/home/me")
    assert not {"hush", "postgres://hush", "/evil.so", "/elsewhere"} & set(passed.values())


def test_each_process_works_with_one_thread() -> None:
    passed = environment({"OMP_NUM_THREADS": "16"})
    assert passed["OMP_NUM_THREADS"] == passed["OPENBLAS_NUM_THREADS"] == "1"
