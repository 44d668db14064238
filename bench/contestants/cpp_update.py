"""C++ with Eigen, compiled for this processor; the calls go through ctypes, many updates each. float32."""

import ctypes
import os
import subprocess
import tempfile

from serve import serve

COMPILER = os.environ.get("CXX", "c++")
FLAGS = ["-O3", "-march=native", "-mprefer-vector-width=512", "-ffast-math", "-std=c++17", "-DNDEBUG", "-shared", "-fPIC"]
EIGEN = os.environ.get("EIGEN", "/usr/include/eigen3")


def compiled():
    if not os.path.exists(os.path.join(EIGEN, "Eigen/Core")):
        raise ModuleNotFoundError("No module named Eigen")
    source = os.path.join(os.path.dirname(__file__), "cpp_update.cpp")
    with tempfile.TemporaryDirectory() as folder:
        library = os.path.join(folder, "update.so")
        subprocess.run([COMPILER, *FLAGS, f"-I{EIGEN}", source, "-o", library], check=True)
        return ctypes.CDLL(library)


def floats(values):
    return (ctypes.c_float * len(values))(*values)


def prepare(case):
    library = compiled()
    sizes = [case[name] for name in ("inputs", "hidden", "batch", "batches", "steps")]
    sizes = (ctypes.c_int * 5)(*sizes)
    x, t, parameters = floats(case["x"]), floats(case["t"]), floats(case["parameters"])
    rule = case["optimizer"]
    rule = floats([rule[name] for name in ("learningRate", "momentum", "decay", "epsilon")])

    def start(count, wanted):
        losses = (ctypes.c_float * count)() if wanted else None

        def work():
            library.run(sizes, x, t, parameters, rule, count, losses)
            return list(losses) if wanted else []

        return work

    version = subprocess.run([COMPILER, "-dumpfullversion"], capture_output=True, text=True).stdout.strip()
    return {"c++": version}, start


serve(prepare)
