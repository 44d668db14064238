"""AALpy asks a trained network what it does, by the algorithm of Kearns and Vazirani; random walks look for steps in
which the automaton found so far is wrong."""

from collections import deque
from importlib.metadata import version

import torch
from aalpy.base import SUL
from aalpy.learning_algs import run_KV
from aalpy.oracles import RandomWalkEqOracle

VERSION = version("aalpy")
WALK_STEPS, RESET_PROBABILITY = 10_000, 0.02
# Machines of the collection have at most 16 states. Each round finds one more, or that the network is another machine.
MAX_ROUNDS = 32


class NetworkSystem(SUL):
    def __init__(self, network, inputs):
        super().__init__()
        self.network = network
        self.words = [
            torch.tensor([[[word >> bit & 1 for bit in range(inputs)]]], dtype=torch.float32)
            for word in range(2**inputs)
        ]

    def pre(self):
        self.state = None

    def post(self):
        pass

    def step(self, word):
        with torch.no_grad():
            logits, self.state = self.network(self.words[word], self.state)
        return sum((logit > 0) << bit for bit, logit in enumerate(logits.flatten().tolist()))


def learn(network, case):
    """The automaton's number of states, and whether it does the same as the machine on all streams."""
    words = list(range(2 ** case["inputs"]))
    system = NetworkSystem(network, case["inputs"])
    oracle = RandomWalkEqOracle(words, system, WALK_STEPS, reset_prob=RESET_PROBABILITY)
    automaton = run_KV(words, system, oracle, "mealy", max_learning_rounds=MAX_ROUNDS, print_level=0)
    return {"states": automaton.size, "isSame": is_same(automaton, case)}


def is_same(automaton, case):
    pairs = deque([(case["initial"], automaton.initial_state)])
    seen = set()
    while pairs:
        state, found = pairs.popleft()
        if (state, found.state_id) in seen:
            continue
        seen.add((state, found.state_id))
        for word in range(2 ** case["inputs"]):
            index = state << case["inputs"] | word
            if found.output_fun[word] != case["output"][index]:
                return False
            pairs.append((case["next"][index], found.transitions[word]))
    return True
