/**
 * A checker of certificates in Python, to be read from top to bottom: standard library only, and no code shared with
 * ours. `python3 check.py NETWORK CERTIFICATE` exits with 0 if the certificate proves the network, else with 1.
 */
export const PYTHON_CHECKER = `#!/usr/bin/env python3
"""Checks that a certificate proves a network right for streams of any length.

    python3 check.py network.json network.DIGEST.certificate.json

Needs Python 3.8 and nothing else. Numbers in brackets are sections of carrybit's docs/spec.md.

A next state of -1 in the machine's tables is an assumption: this input never comes in this state. Nothing is proven of
streams in which it does; the last line says of how many steps that is so.
"""
import hashlib
import json
import sys


class Wrong(Exception):
    """Why the certificate does not hold."""


def require(condition, message):
    if not condition:
        raise Wrong(message)


def check_constants(net):
    """Every constant fits its bits, and no accumulator can leave 16 bits: the row rule [1]."""
    I, H, O, S = net["inputs"], net["hidden"], net["outputs"], net["stateBits"]
    W, T = net["weightBits"], net["tableBits"]
    require(min(I, H, O) >= 1 and 2 <= W <= 8 and 1 <= S <= 8 and 1 <= T <= 8, "a size is out of range")
    require(0 <= net["indexShift"] <= 15, "indexShift is out of range")
    sizes = [("initialState", H, S), ("inputWeights", I * H, W), ("stateBias", H, W), ("recurrentWeights", H * H, W),
             ("outputWeights", H * O, W), ("outputBias", O, W), ("table", 2 ** T, S)]
    for name, length, bits in sizes:
        require(len(net[name]) == length, f"{name} has {len(net[name])} numbers, not {length}")
        for value in net[name]:
            require(type(value) is int and -2 ** (bits - 1) <= value < 2 ** (bits - 1), f"{name} holds {value}")
    for j in range(H):
        row = [net["stateBias"][j]] + net["inputWeights"][j::H] + net["recurrentWeights"][j::H]
        require(sum(map(abs, row)) * 2 ** (S - 1) <= 32767, f"the accumulator of unit {j} can overflow")
    for o in range(O):
        row = [net["outputBias"][o]] + net["outputWeights"][o::O]
        require(sum(map(abs, row)) * 2 ** (S - 1) <= 32767, f"the logit of output {o} can overflow")


def cell(net, state, bits):
    """One step of the network [2]: the next state and the outputs as a word, output 0 lowest."""
    H, O, one, half = net["hidden"], net["outputs"], 2 ** (net["stateBits"] - 1), 2 ** (net["tableBits"] - 1)
    after = []
    for j in range(H):
        acc = one * (net["stateBias"][j] + sum(x * w for x, w in zip(bits, net["inputWeights"][j::H])))
        acc += sum(s * w for s, w in zip(state, net["recurrentWeights"][j::H]))
        index = max(-half, min(half - 1, acc >> net["indexShift"]))
        after.append(net["table"][index % (2 * half)])
    outputs = 0
    for o in range(O):
        logit = one * net["outputBias"][o] + sum(s * w for s, w in zip(after, net["outputWeights"][o::O]))
        outputs |= (logit >= 0) << o
    return after, outputs


def check_machine(machine):
    """The tables have a next state, an output and a care word for each state and input, all in range [4]."""
    words, outputs = 2 ** len(machine["inputs"]), 2 ** len(machine["outputs"])
    states = machine["states"]
    require(len(set(states)) == len(states) >= 1, "the machine's states are not all different")
    require(0 <= machine["initial"] < len(states), "the machine has no initial state")
    ranges = [("next", -1, len(states)), ("output", 0, outputs), ("care", 0, outputs)]
    for name, lowest, end in ranges:
        require(len(machine[name]) == len(states) * words, f"the machine's {name} has another length")
        require(all(type(v) is int and lowest <= v < end for v in machine[name]), f"the machine's {name} is out of range")


def check(network, certificate):
    """Returns how many pairs, transitions and steps that are assumed never to come the proof has."""
    net, machine = network["fixed"], network["machine"]
    require(certificate["format"] == "carrybit-certificate", "this is not a certificate")
    require(certificate["version"] == 2, f"version {certificate['version']} is not known, only 2")
    check_constants(net)
    check_machine(machine)
    text = json.dumps(net, sort_keys=True, separators=(",", ":"))
    require(certificate["fixed"] == hashlib.sha256(text.encode()).hexdigest(), "the certificate is for other constants")
    require(certificate["machine"] == machine, "the certificate is for another machine")
    require(len(machine["inputs"]) == net["inputs"], "network and machine have different inputs")
    require(len(machine["outputs"]) == net["outputs"], "network and machine have different outputs")

    pairs = {tuple(pair) for pair in certificate["pairs"]}
    initial = (machine["states"][machine["initial"]], *net["initialState"])
    require(initial in pairs, f"the initial pair {initial} is missing")
    number = {name: index for index, name in enumerate(machine["states"])}
    transitions = assumed = 0
    for name, *state in pairs:
        require(name in number, f"{name!r} is not a state of the machine")
        require(len(state) == net["hidden"] and all(type(s) is int for s in state), f"{state} is not a network state")
        for word in range(2 ** net["inputs"]):
            at = number[name] * 2 ** net["inputs"] + word
            if machine["next"][at] == -1:  # This input never comes in this state.
                assumed += 1
                continue
            after, outputs = cell(net, state, [word >> i & 1 for i in range(net["inputs"])])
            step = f"the step from {name!r}, {state} with input {word}"
            require((outputs ^ machine["output"][at]) & machine["care"][at] == 0, f"{step} answers {outputs}")
            require((machine["states"][machine["next"][at]], *after) in pairs, f"{step} leaves the certificate")
            transitions += 1
    return len(pairs), transitions, assumed


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: check.py NETWORK CERTIFICATE")
    try:
        network, certificate = (json.load(open(path, encoding="utf-8")) for path in sys.argv[1:])
        pairs, transitions, assumed = check(network, certificate)
        print(f"PROVEN for ever: {pairs} pairs, {transitions} transitions"
              + (f"; {assumed} steps are assumed never to come" if assumed else ""))
    except (Wrong, OSError, KeyError, TypeError, ValueError) as error:
        sys.exit(f"NOT PROVEN: {type(error).__name__}: {error}")
`;
