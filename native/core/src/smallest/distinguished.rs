use crate::automata::machine::Machine;

/// Which pairs of a machine's states some stream tells apart, both being specified on it.
#[derive(Debug)]
pub(super) struct Distinguished {
    states: usize,
    pairs: Vec<bool>,
}

impl Distinguished {
    pub(super) fn of(machine: &Machine) -> Self {
        let states = machine.states();
        let mut pairs = vec![false; states * states];
        let words = 1 << machine.inputs();
        loop {
            let mut changed = false;
            for a in 0..states {
                for b in 0..a {
                    if pairs[a * states + b] {
                        continue;
                    }
                    let apart = (0..words).any(|word| match (machine.step(a, word), machine.step(b, word)) {
                        (Some(x), Some(y)) => {
                            (x.output ^ y.output) & x.care & y.care != 0 || pairs[x.next * states + y.next]
                        }
                        _ => false,
                    });
                    if apart {
                        pairs[a * states + b] = true;
                        pairs[b * states + a] = true;
                        changed = true;
                    }
                }
            }
            if !changed {
                return Self { states, pairs };
            }
        }
    }

    pub(super) fn tells(&self, a: usize, b: usize) -> bool {
        self.pairs[a * self.states + b]
    }

    /// So many reachable states that are pairwise told apart: a network needs at least as many states.
    pub(super) fn least_states(&self, machine: &Machine) -> usize {
        let mut apart: Vec<usize> = Vec::new();
        for state in machine.reached().0 {
            if apart.iter().all(|&other| self.tells(state, other)) {
                apart.push(state);
            }
        }
        apart.len()
    }
}
