use std::cell::RefCell;

use carrybit_core::{
    Automaton, Error, Progress, Restarts, Rule, Samples, Schedule, Shape, Trainer, Underway,
};

/// The same in both precisions.
pub enum Typed<S, D> {
    Single(S),
    Double(D),
}

/// What JavaScript has a number for.
#[allow(clippy::large_enum_variant, reason = "a page holds a few of them")]
pub enum Object {
    Restarts(Typed<Restarts<f32>, Restarts<f64>>, Progress),
    Underway(Typed<Underway<f32>, Underway<f64>>),
    Trainer(Typed<Trainer<f32>, Trainer<f64>>),
    Automaton(Automaton),
}

#[derive(Default)]
pub struct State {
    pub objects: Vec<Option<Object>>,
    pub numbers: Vec<f64>,
    pub bytes: Vec<u8>,
}

thread_local! {
    static STATE: RefCell<State> = RefCell::default();
}

/// Works with everything there is.
pub fn with<T>(work: impl FnOnce(&mut State) -> T) -> T {
    STATE.with_borrow_mut(work)
}

/// The result for JavaScript.
pub fn done(state: &mut State, result: Result<i32, Error>) -> i32 {
    result.unwrap_or_else(|error| {
        state.bytes = error.to_string().into_bytes();
        -1
    })
}

impl State {
    /// Keeps an object and returns its number.
    pub fn keep(&mut self, object: Object) -> i32 {
        let free = self.objects.iter().position(Option::is_none);
        let number = free.unwrap_or_else(|| {
            self.objects.push(None);
            self.objects.len() - 1
        });
        self.objects[number] = Some(object);
        i32::try_from(number).expect("fewer objects than bytes")
    }

    /// Leaves numbers for JavaScript and returns how many.
    pub fn leave(&mut self, numbers: Vec<f64>) -> i32 {
        self.numbers = numbers;
        i32::try_from(self.numbers.len()).expect("fewer numbers than bytes")
    }
}

/// Numbers that JavaScript has handed over, one after the other.
pub struct Given<'a> {
    rest: &'a [f64],
}

impl<'a> Given<'a> {
    pub fn new(numbers: &'a [f64]) -> Self {
        Self { rest: numbers }
    }

    pub fn number(&mut self) -> f64 {
        let (first, rest) = self.rest.split_first().expect("as many numbers as the caller says");
        self.rest = rest;
        *first
    }

    pub fn size(&mut self, operand: &str) -> Result<usize, Error> {
        carrybit_core::size(operand, self.number())
    }

    pub fn whole(&mut self, operand: &str) -> Result<u64, Error> {
        carrybit_core::whole(operand, self.number())
    }

    /// How many, then those.
    pub fn array(&mut self) -> &'a [f64] {
        let count = self.size("length").expect("the length of an array");
        let (array, rest) = self.rest.split_at(count);
        self.rest = rest;
        array
    }

    /// Inputs, hidden, outputs.
    pub fn shape(&mut self) -> Result<Shape, Error> {
        Shape::new(self.size("inputs")?, self.size("hidden")?, self.size("outputs")?)
    }

    /// Samples, steps, inputs, targets.
    pub fn samples(&mut self) -> Result<Samples<'a>, Error> {
        Ok(Samples {
            samples: self.size("samples")?,
            steps: self.size("steps")?,
            inputs: self.array(),
            targets: self.array(),
        })
    }

    /// Batch, epochs, whether minibatches overlap.
    pub fn schedule(&mut self) -> Result<Schedule, Error> {
        Ok(Schedule {
            batch: self.size("batch")?,
            epochs: self.size("epochs")?,
            overlapping: self.number() > 0.0,
        })
    }

    /// An array with the optimizer's numbers, whose names stand in the text behind its own: `sgd,momentum,learningRate`.
    pub fn rule(&mut self, text: &[u8]) -> Result<Rule, Error> {
        let numbers = self.array();
        let text = String::from_utf8_lossy(text);
        let mut names = text.split(',');
        let kind = names.next().unwrap_or_default();
        Rule::named(kind, |wanted| {
            names.clone().zip(numbers).find_map(|(name, &number)| (name == wanted).then_some(number))
        })
    }

    /// Whether it is float64 that is asked for.
    pub fn double(&mut self) -> bool {
        self.number() > 32.0
    }
}
