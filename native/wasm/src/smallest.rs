use carrybit_core::{Examined, Limits, Smallest, Tables, check_states, smallest as search};

use crate::host::{Encoder, tell};
use crate::state::{Given, done, with_given};

/// Searches; JavaScript is asked whether to go on. Takes: minimum and maximum of bits, work, milliseconds (only
/// checked), the machine; the kind of tables as bytes. Leaves: whether there is a network, the network, and the fields
/// of [`Examined`] of each space; the outcomes as bytes.
#[unsafe(no_mangle)]
extern "C" fn smallest() -> i32 {
    with_given(|state, numbers| {
        let tables = std::mem::take(&mut state.bytes);
        let found = found(&mut Given::new(numbers), &String::from_utf8_lossy(&tables));
        let count = found.map(|Smallest { network, examined }| {
            let mut encoder = Encoder::default();
            encoder.count(network.iter().count());
            if let Some(network) = network {
                encoder.network(&network);
            }
            for space in &examined {
                encoder.space(space);
            }
            let outcomes: Vec<_> = examined.iter().map(|space| space.outcome.name()).collect();
            state.bytes = outcomes.join(",").into_bytes();
            state.leave(encoder.0)
        });
        done(state, count)
    })
}

fn found(given: &mut Given<'_>, tables: &str) -> Result<Smallest, String> {
    let said = |error: carrybit_core::Error| error.to_string();
    let tables = Tables::named(tables)?;
    let bits = |operand: &str, value: f64| {
        let bits = carrybit_core::whole(operand, value).map_err(said)?;
        u32::try_from(bits).map_err(|_| format!("{operand}: too large: {value}"))
    };
    let (min_bits, max_bits) = (bits("min bits", given.number())?, bits("max bits", given.number())?);
    let work = given.whole("work").map_err(said)?;
    given.whole("time limit").map_err(said)?;
    let limits = Limits { min_bits, max_bits, work, go_on: &|| tell(&[]) };
    let machine = given.machine().map_err(said)?;
    check_states(&machine)?;
    Ok(search(&machine, tables, limits, 1))
}

impl Encoder {
    fn space(&mut self, Examined { space, networks_log2, shifts, rows, nodes, .. }: &Examined) -> &mut Self {
        self.count(space.hidden);
        self.number(space.widths.weight).number(space.widths.state).number(space.widths.table);
        self.number(space.bits).number(*networks_log2).number(*shifts);
        self.count(rows.0).count(rows.1).count(*nodes)
    }
}
