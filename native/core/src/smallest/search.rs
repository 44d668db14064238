//! Whether a space holds a network that does what a machine says, decided without a look at every network.
//!
//! The search follows the machine and an unfinished network from their initial states, and decides only what a step
//! asks for: which entry of the table a unit's accumulator falls on, and what that entry holds. What remains is, for
//! each unit and output, the list of rows that agree with all decisions so far. A branch ends as soon as a list is
//! empty or a state of the network stands for two states of the machine that some stream tells apart.

use super::branches::branches;
use super::distinguished::Distinguished;
use super::entries::filled;
use super::initial::{descending, initial_codes};
use super::network::network;
use super::rows::{Choices, Rows};
use super::space::Space;
use crate::automata::fixed::FixedNetwork;
use crate::automata::machine::{Machine, Step};

/// How a search ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum End {
    Found(Box<FixedNetwork>),
    /// There is none.
    None,
    /// It was told to stop.
    Stopped,
}

/// A state that the unfinished network has been seen in.
#[derive(Debug, Clone)]
struct Seen {
    codes: Vec<i32>,
    /// States of the machine at the same time.
    machine: Vec<usize>,
    /// (words): the state after a step, where that is decided.
    next: Vec<Option<usize>>,
    /// Output bits decided on entering it, and what they are.
    known: u32,
    output: u32,
}

/// A part of `Search::lists`.
#[derive(Debug, Clone, Copy)]
struct List {
    first: usize,
    len: usize,
}

pub(super) struct Search<'a> {
    machine: &'a Machine,
    distinguished: &'a Distinguished,
    space: &'a Space,
    choices: &'a Choices,
    shift: u32,
    monotone: bool,
    /// Asked now and then whether to go on, with the number of rows looked at since the last time.
    go_on: &'a dyn Fn(u64) -> bool,
    stopped: bool,
    nodes: u64,
    /// Rows looked at since `go_on` was asked.
    work: u64,
    /// Rows that are left, all lists one after the other.
    lists: Vec<u32>,
    /// Addresses of the rows that units under decision are left with.
    addresses: Vec<u8>,
    units: Vec<List>,
    outputs: Vec<List>,
    table: Vec<Option<i32>>,
    seen: Vec<Seen>,
    /// (machine state, index in `seen`), in the order in which they came up.
    pairs: Vec<(usize, usize)>,
    /// Whether a unit had the same code as the one before it in every state so far: then the two may be exchanged.
    tied: Vec<bool>,
}

/// So many rows are looked at between two looks at the clock.
const WORK_OF_A_LOOK: u64 = 1 << 16;

impl<'a> Search<'a> {
    pub(super) fn new(
        (machine, distinguished): (&'a Machine, &'a Distinguished),
        space: &'a Space,
        choices: &'a Choices,
        (shift, monotone): (u32, bool),
        go_on: &'a dyn Fn(u64) -> bool,
    ) -> Self {
        Self {
            machine,
            distinguished,
            space,
            choices,
            shift,
            monotone,
            go_on,
            stopped: false,
            nodes: 0,
            work: 0,
            lists: Vec::new(),
            addresses: Vec::new(),
            units: Vec::new(),
            outputs: Vec::new(),
            table: vec![None; 1 << space.widths.table],
            seen: Vec::new(),
            pairs: Vec::new(),
            tied: Vec::new(),
        }
    }

    /// Searches with every initial state; `table` is decided from the start, if given.
    pub(super) fn run(mut self, table: Option<&[i32]>) -> (End, u64) {
        if let Some(table) = table {
            self.table = table.iter().map(|&code| Some(self.choices.representative(code))).collect();
        }
        let initial_codes = initial_codes(self.space);
        let mut codes: Vec<i32> =
            initial_codes.iter().map(|&code| self.choices.representative(code)).collect();
        codes.dedup();
        let mut total = 0;
        for initial in descending(&codes, self.space.hidden) {
            let found = self.from(&initial);
            total += self.nodes;
            if found {
                let mut network = self.network(table);
                // A state of the space in place of the one that stands for it.
                network.initial_state = initial
                    .iter()
                    .map(|&code| {
                        let is = |&&real: &&i32| self.choices.representative(real) == code;
                        *initial_codes.iter().find(is).expect("it came from one")
                    })
                    .collect();
                return (End::Found(Box::new(network)), total);
            }
            if self.stopped {
                return (End::Stopped, total);
            }
        }
        (End::None, total)
    }

    fn from(&mut self, initial: &[i32]) -> bool {
        self.nodes = 0;
        self.lists.clear();
        self.addresses.clear();
        let list = |lists: &mut Vec<u32>, rows: &Rows| {
            let first = lists.len();
            lists.extend(0..u32::try_from(rows.len()).expect("limited"));
            List { first, len: rows.len() }
        };
        let units = list(&mut self.lists, &self.choices.units);
        let outputs = list(&mut self.lists, &self.choices.outputs);
        self.units = vec![units; self.space.hidden];
        self.outputs = vec![outputs; self.machine.outputs()];
        self.tied = (0..initial.len()).map(|unit| unit > 0 && initial[unit] == initial[unit - 1]).collect();
        self.seen.clear();
        self.pairs.clear();
        self.intern(initial);
        self.pair(self.machine.initial(), 0);
        self.expand(0)
    }

    /// Goes on at the `cursor`-th step: pair `cursor / words` with word `cursor % words`. Leaves everything as it was
    /// when it returns false.
    fn expand(&mut self, mut cursor: usize) -> bool {
        self.nodes += 1;
        if self.work >= WORK_OF_A_LOOK {
            self.stopped |= !(self.go_on)(std::mem::take(&mut self.work));
        }
        let words = 1 << self.machine.inputs();
        loop {
            let Some(&(from, state)) = self.pairs.get(cursor / words) else { return true };
            let word = cursor % words;
            let Some(step) = self.machine.step(from, word) else {
                cursor += 1;
                continue;
            };
            return match self.seen[state].next[word] {
                // Another node, so that a failure undoes just this.
                Some(next) => self.enter(next, step, cursor),
                None => self.choose(cursor, state, word, step, &mut Vec::with_capacity(self.space.hidden)),
            };
        }
    }

    /// Decides the codes after a step, unit by unit.
    fn choose(&mut self, cursor: usize, state: usize, word: usize, step: Step, codes: &mut Vec<i32>) -> bool {
        if self.stopped {
            return false;
        }
        let unit = codes.len();
        if unit == self.space.hidden {
            return self.decide(cursor, (state, word), step, codes);
        }
        let max = if self.tied[unit] { codes[unit - 1] } else { i32::MAX };
        let list = self.units[unit];
        let marks = (self.lists.len(), self.addresses.len());
        let present = self.address(list, state, word);
        let found = branches(&self.table, &self.choices.codes, self.monotone, &present, max).into_iter().any(
            |branch| {
                self.lists.truncate(marks.0);
                for offset in 0..list.len {
                    let address = usize::from(self.addresses[marks.1 + offset]);
                    if branch.takes(address, &self.table) {
                        self.lists.push(self.lists[list.first + offset]);
                    }
                }
                self.units[unit] = List { first: marks.0, len: self.lists.len() - marks.0 };
                let end = self.lists.len();
                let found = branch.codes.iter().any(|&code| {
                    if let Some(entry) = branch.entry {
                        self.table[entry] = Some(code);
                    }
                    codes.push(code);
                    let found = self.choose(cursor, state, word, step, codes);
                    if !found {
                        codes.pop();
                        self.lists.truncate(end);
                    }
                    found
                });
                if let (false, Some(entry)) = (found, branch.entry) {
                    self.table[entry] = None;
                }
                found
            },
        );
        if !found {
            self.units[unit] = list;
            self.lists.truncate(marks.0);
            self.addresses.truncate(marks.1);
        }
        found
    }

    /// Appends the address that each row of a list leads to; returns which came up.
    fn address(&mut self, List { first, len }: List, state: usize, word: usize) -> [bool; 256] {
        self.work += len as u64 + 16;
        let mut present = [false; 256];
        let codes = &self.seen[state].codes;
        for &row in &self.lists[first..first + len] {
            let sum = self.choices.units.sum(row, codes, word);
            let address = FixedNetwork::address(sum, self.shift, self.space.widths.table);
            present[address] = true;
            self.addresses.push(u8::try_from(address).expect("at most 8 table bits"));
        }
        present
    }

    /// The step's next state is decided.
    fn decide(&mut self, cursor: usize, (state, word): (usize, usize), step: Step, codes: &[i32]) -> bool {
        let tied = self.tied.clone();
        for unit in 1..codes.len() {
            self.tied[unit] &= codes[unit] == codes[unit - 1];
        }
        let before = self.seen.len();
        let next = self.intern(codes);
        self.seen[state].next[word] = Some(next);
        if self.enter(next, step, cursor) {
            return true;
        }
        self.seen[state].next[word] = None;
        self.seen.truncate(before);
        self.tied = tied;
        false
    }

    /// The step leads to this state: its outputs must be the machine's, and it must not stand for states that are told
    /// apart.
    fn enter(&mut self, next: usize, step: Step, cursor: usize) -> bool {
        let (known, output) = (self.seen[next].known, self.seen[next].output);
        if (output ^ step.output) & known & step.care != 0 {
            return false;
        }
        let others = &self.seen[next].machine;
        if others.iter().any(|&other| self.distinguished.tells(other, step.next)) {
            return false;
        }
        let new_pair = !others.contains(&step.next);
        let mark = self.lists.len();
        let before = if step.care & !known == 0 { Vec::new() } else { self.outputs.clone() };
        let mut possible = true;
        for bit in (0..self.machine.outputs()).filter(|bit| (step.care & !known) >> bit & 1 == 1) {
            let List { first, len } = self.outputs[bit];
            self.work += len as u64;
            let narrowed = self.lists.len();
            for at in first..first + len {
                let row = self.lists[at];
                let sum = self.choices.outputs.sum(row, &self.seen[next].codes, 0);
                if (sum >= 0) == (step.output >> bit & 1 == 1) {
                    self.lists.push(row);
                }
            }
            self.outputs[bit] = List { first: narrowed, len: self.lists.len() - narrowed };
            possible &= self.lists.len() > narrowed;
        }
        if possible {
            self.seen[next].known |= step.care;
            self.seen[next].output |= step.output;
            if new_pair {
                self.pair(step.next, next);
            }
            if self.expand(cursor + 1) {
                return true;
            }
            if new_pair {
                self.pairs.pop();
                self.seen[next].machine.pop();
            }
            self.seen[next].known = known;
            self.seen[next].output = output;
        }
        if !before.is_empty() {
            self.outputs = before;
        }
        self.lists.truncate(mark);
        false
    }

    fn pair(&mut self, machine: usize, state: usize) {
        self.pairs.push((machine, state));
        self.seen[state].machine.push(machine);
    }

    fn intern(&mut self, codes: &[i32]) -> usize {
        self.seen.iter().position(|seen| seen.codes == codes).unwrap_or_else(|| {
            let next = vec![None; 1 << self.machine.inputs()];
            self.seen.push(Seen { codes: codes.to_vec(), machine: Vec::new(), next, known: 0, output: 0 });
            self.seen.len() - 1
        })
    }

    /// The first network that agrees with all decisions, without its initial state.
    fn network(&self, table: Option<&[i32]>) -> FixedNetwork {
        let firsts = |lists: &[List]| lists.iter().map(|list| self.lists[list.first]).collect::<Vec<_>>();
        let rows = (&firsts(&self.units)[..], &firsts(&self.outputs)[..]);
        let table = table.map_or_else(|| filled(&self.table), <[i32]>::to_vec);
        network(self.machine, (self.space, self.choices), rows, self.shift, table)
    }
}
