use super::*;
use crate::automata::fixed::Widths;

/// Some network without inputs that matter, from a seed.
fn network(hidden: usize, widths: Widths, index_shift: u32, mut seed: u32) -> FixedNetwork {
    let mut draw = |bits: u32, count: usize| -> Vec<i32> {
        (0..count)
            .map(|_| {
                seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                (seed >> 12).cast_signed().rem_euclid(1 << bits) - (1 << (bits - 1))
            })
            .collect()
    };
    FixedNetwork {
        inputs: 1,
        hidden,
        outputs: 1,
        widths,
        fraction_bits: 0,
        index_shift,
        initial_state: vec![0; hidden],
        input_weights: vec![0; hidden],
        state_bias: draw(widths.weight, hidden),
        recurrent_weights: draw(widths.weight, hidden * hidden),
        output_weights: vec![0; hidden],
        output_bias: vec![0],
        table: draw(widths.state, 1 << widths.table),
    }
}

#[test]
fn the_flow_is_what_following_zeros_from_every_state_says() {
    let widths = |weight, state, table| Widths { weight, state, table };
    for (seed, (hidden, widths, shift)) in
        [(1, widths(6, 8, 3), 5), (2, widths(4, 4, 4), 3), (3, widths(5, 3, 5), 2), (2, widths(6, 6, 8), 4)]
            .into_iter()
            .cycle()
            .take(40)
            .enumerate()
    {
        let network = network(hidden, widths, shift, u32::try_from(seed).expect("small"));
        let flows = Flows::new(&network, &[]);
        let all = 1u64 << (widths.state as usize * hidden);
        let reachable: Vec<u64> = vec![flows.next(0), flows.next(flows.next(all - 1))];
        let states: Vec<u64> = (0..all).collect();
        let mut expected: HashMap<_, u64> = HashMap::new();
        for start in states {
            let (mut at, mut way) = (start, None);
            for steps in 1..=u32::try_from(all).expect("small") {
                at = flows.next(at);
                if let Some(entry) = reachable.iter().position(|&state| state == at) {
                    way = Some((steps, entry));
                    break;
                }
                if steps > 300 {
                    break;
                }
            }
            *expected.entry(way).or_default() += 1;
        }
        let found = zero_flow(&network, &reachable).expect("few bits");
        for flow in &found {
            let way = flow.way.map(|(steps, entry)| (steps, entry as usize));
            let same = |entry: usize| reachable.iter().position(|s| *s == reachable[entry]).expect("itself");
            let way = way.map(|(steps, entry)| (steps, same(entry)));
            assert_eq!(expected.remove(&way), Some(flow.count), "{flow:?}");
            assert_eq!(zero_ways(&network, &reachable, &[flow.example]).expect("few bits"), [flow.way]);
        }
        assert!(expected.is_empty());
    }
}

#[test]
fn more_than_32_bits_are_refused() {
    let network = network(5, Widths { weight: 4, state: 8, table: 8 }, 8, 1);
    assert!(zero_flow(&network, &[]).is_err());
}
