use carrybit_core::{Error, Progress, Restarts, TrainedStart, Underway};

use crate::state::{Given, State, Typed, done, with, with_given};

type Kept = (Typed<Restarts<f32>, Restarts<f64>>, Progress);
type KeptUnderway = Typed<Underway<f32>, Underway<f64>>;

/// Takes: the optimizer, precision, shape, seed, schedule, training samples, test samples. Returns the object.
#[unsafe(no_mangle)]
extern "C" fn restarts() -> i32 {
    with_given(|state, numbers| {
        let text = std::mem::take(&mut state.bytes);
        let restarts = new(&mut Given::new(numbers), &text);
        let number = restarts.map(|restarts| state.keep(restarts));
        done(state, number)
    })
}

fn new(given: &mut Given<'_>, text: &[u8]) -> Result<Kept, Error> {
    let rule = given.rule(text);
    let (double, shape, rule) = (given.double(), given.shape()?, rule?);
    let (seed, schedule) = (given.whole("seed")?, given.schedule()?);
    let (training, fresh) = (given.samples()?, given.samples()?);
    let restarts = if double {
        Typed::Double(Restarts::new(shape, rule, seed, schedule, &training, &fresh)?)
    } else {
        Typed::Single(Restarts::new(shape, rule, seed, schedule, &training, &fresh)?)
    };
    Ok((restarts, Progress::default()))
}

/// The buffers that starts are run with, one after the other. Takes: the first start, the count, and as bytes the name
/// of the count in messages. Returns the object.
#[unsafe(no_mangle)]
extern "C" fn underway(restarts: usize) -> i32 {
    with_given(|state, numbers| {
        let name = std::mem::take(&mut state.bytes);
        let mut given = Given::new(numbers);
        let checked = given.whole("first").and_then(|_| given.whole(&String::from_utf8_lossy(&name)));
        let (restarts, _) = state.object::<Kept>(restarts);
        let underway: Result<KeptUnderway, Error> = checked.map(|_| match restarts {
            Typed::Single(restarts) => Typed::Single(restarts.underway()),
            Typed::Double(restarts) => Typed::Double(restarts.underway()),
        });
        let number = underway.map(|underway| state.keep(underway));
        done(state, number)
    })
}

/// Works with both objects, in either precision.
macro_rules! both {
    ($state:expr, $restarts:expr, $underway:expr, |$r:ident, $u:ident, $progress:ident| $work:expr) => {{
        let mut taken = $state.take($underway);
        let underway = taken.downcast_mut::<KeptUnderway>().expect("what underway() made");
        let (restarts, $progress) = $state.object::<Kept>($restarts);
        let result = match (restarts, underway) {
            (Typed::Single($r), Typed::Single($u)) => $work,
            (Typed::Double($r), Typed::Double($u)) => $work,
            _ => unreachable!(),
        };
        $state.put_back($underway, taken);
        result
    }};
}

/// Begins a start.
#[unsafe(no_mangle)]
extern "C" fn begin(restarts: usize, underway: usize, start: f64) {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "counted by the caller")]
    let start = start as u64;
    with(|state| both!(state, restarts, underway, |r, u, _progress| r.begin(start, u)));
}

/// Continues the start for a fraction of a millisecond. Returns whether it is finished.
#[unsafe(no_mangle)]
extern "C" fn advance(restarts: usize, underway: usize) -> i32 {
    with(|state| i32::from(both!(state, restarts, underway, |r, u, progress| r.advance(u, progress))))
}

/// Ends the start. Leaves: accuracy, whether it is finished, the count of losses, the losses, the parameters.
#[unsafe(no_mangle)]
extern "C" fn end(restarts: usize, underway: usize) -> i32 {
    with(|state| {
        let trained = both!(state, restarts, underway, |r, u, _progress| r.end(u));
        let TrainedStart { losses, accuracy, parameters, finished, .. } = trained;
        #[expect(clippy::cast_precision_loss, reason = "below 2^28")]
        let count = losses.len() as f64;
        let head = [accuracy, f64::from(u8::from(finished)), count];
        leave(state, &[&head, &losses, &parameters])
    })
}

/// Leaves: the start that reported last, updates so far, the last loss.
#[unsafe(no_mangle)]
extern "C" fn progress(restarts: usize) -> i32 {
    with(|state| {
        let (_, progress) = state.object::<Kept>(restarts);
        let (start, updates, loss) = progress.read();
        #[expect(clippy::cast_precision_loss, reason = "counts below 2^53")]
        let counts = [start as f64, updates as f64, loss];
        leave(state, &[&counts])
    })
}

fn leave(state: &mut State, parts: &[&[f64]]) -> i32 {
    state.leave(parts.concat())
}
