use super::arcs::Arcs;
use super::cubes::Leaf;
use super::integers::States;
use super::thresholds::thresholds;
use crate::automata::fixed::FixedNetwork;
use crate::automata::machine::Machine;
use crate::limits::MAX_UNITS;

/// A network with one threshold unit for each distinct (next state, outputs, input cube) of a machine. In each step
/// exactly one unit is active: the one of the transition taken.
///
/// # Errors
/// The number of units it would take, if that is more than [`MAX_UNITS`].
pub fn construct(machine: &Machine) -> Result<FixedNetwork, usize> {
    let Arcs { leaves, arcs } = Arcs::new(machine);
    // The states from which each unit's transition can be taken.
    let mut from: Vec<Vec<usize>> = vec![vec![]; leaves.len()];
    for (state, leaf) in arcs {
        from[leaf].push(state);
    }
    let returns = leaves.iter().position(|leaf| leaf.step.next == machine.initial());
    // A state that no transition leads to takes a unit that is active at the start and never again.
    let hidden = leaves.len() + usize::from(returns.is_none());
    if hidden > MAX_UNITS {
        return Err(hidden);
    }
    let weight_bits = leaves.iter().map(weight_bits).max().unwrap_or(2);
    let mut network = thresholds((machine.inputs(), hidden, machine.outputs()), weight_bits, States::Narrow);
    network.initial_state[returns.unwrap_or(leaves.len())] = -1;
    network.state_bias[leaves.len()..].fill(-1);
    let stands_for = |unit: usize| leaves.get(unit).map_or(machine.initial(), |leaf: &Leaf| leaf.step.next);
    for (unit, (leaf, from)) in leaves.iter().zip(&from).enumerate() {
        let matched = matched(leaf);
        // Active states are −1. From a state of `from` and with all of the cube's bits the accumulator is 0.
        let bias = (-matched - 1).max(-1 << (weight_bits - 1));
        network.state_bias[unit] = bias;
        for input in (0..machine.inputs()).filter(|input| leaf.cube.mask >> input & 1 == 1) {
            let weight = if leaf.cube.value >> input & 1 == 1 { 1 } else { -1 };
            network.input_weights[input * hidden + unit] = weight;
        }
        for other in 0..hidden {
            let other_wise = i32::from(!from.contains(&stands_for(other)));
            network.recurrent_weights[other * hidden + unit] = matched + bias + other_wise;
        }
        for output in 0..machine.outputs() {
            let zero = leaf.step.output >> output & 1 == 0;
            network.output_weights[unit * machine.outputs() + output] = i32::from(zero);
        }
    }
    Ok(network)
}

/// What a cube's inputs add up to at most, and only where they all match.
fn matched(leaf: &Leaf) -> i32 {
    i32::try_from(leaf.cube.value.count_ones()).expect("at most 12")
}

/// Bits in which the bias and the weights from states can hold it back until all match.
fn weight_bits(leaf: &Leaf) -> u32 {
    let matched = matched(leaf);
    (2..=8).find(|&bits| matched <= (1 << bits) - 2).expect("at most 4")
}

#[cfg(test)]
mod tests {
    use super::super::minimize;
    use super::*;
    use crate::automata::machine::tests::{counter, listed, random_machine};
    use crate::automata::prove::{Verdict, prove};

    #[test]
    fn every_machine_comes_out_proven() {
        for seed in 0..150 {
            let (inputs, outputs, states) =
                (1 + seed as usize % 5, 1 + seed as usize % 3, 1 + seed as usize % 8);
            let machine = random_machine(seed, inputs, outputs, states);
            let network = construct(&minimize(&machine)).expect("at most 256 units");
            assert!(prove(&network, &machine, 10_000).is_proven(), "seed {seed}");
        }
    }

    #[test]
    fn a_counter_takes_two_units_a_state_of_two_bits() {
        let network = construct(&counter(5)).expect("small");
        assert_eq!((network.hidden, network.widths.weight), (10, 2));
        assert!(matches!(prove(&network, &counter(5), 100), Verdict::Proven { transitions: 20, .. }));
    }

    #[test]
    fn a_start_that_is_never_seen_again_takes_a_unit_of_its_own() {
        let machine = listed(1, 1, 0, vec![1, 1, 1, 1], vec![1, 1, 0, 0], vec![1; 4]);
        let network = construct(&machine).expect("small");
        assert_eq!(network.hidden, 3);
        assert!(prove(&network, &machine, 100).is_proven());
    }

    #[test]
    fn the_units_of_a_machine_that_takes_too_many_are_counted() {
        let machine = random_machine(1, 6, 3, 12);
        assert!(construct(&machine).is_err_and(|units| units > MAX_UNITS));
    }

    #[test]
    fn a_changed_weight_is_disproved_by_a_stream_that_ends_in_the_wrong_output() {
        let machine = counter(4);
        let mut network = construct(&machine).expect("small");
        network.output_weights[0] ^= 1;
        let Verdict::Disproved(stream) = prove(&network, &machine, 100) else { panic!("not disproved") };
        let ones: u32 = stream.iter().sum();
        assert!(stream.len() == 1 && ones < 2, "{stream:?}");
    }
}
