use std::any::Any;
use std::cell::RefCell;

use carrybit_core::Error;
#[cfg(feature = "training")]
use carrybit_core::{Rule, Samples, Schedule, Shape};

/// The same in both precisions.
#[cfg(feature = "training")]
pub enum Typed<S, D> {
    Single(S),
    Double(D),
}

/// All objects, which JavaScript knows by their numbers, and what it hands over and reads.
#[derive(Default)]
pub struct State {
    objects: Vec<Option<Box<dyn Any>>>,
    /// Numbers that JavaScript has handed over.
    pub given: Vec<f64>,
    /// Numbers that are left for JavaScript.
    pub numbers: Vec<f64>,
    pub bytes: Vec<u8>,
}

thread_local! {
    static STATE: RefCell<State> = RefCell::default();
}

/// Works with the state.
pub fn with<T>(work: impl FnOnce(&mut State) -> T) -> T {
    STATE.with_borrow_mut(work)
}

/// Works with the state and the given numbers. Their memory is kept for the next call, because new memory of
/// WebAssembly is far slower.
pub fn with_given<T>(work: impl FnOnce(&mut State, &[f64]) -> T) -> T {
    with(|state| {
        let given = std::mem::take(&mut state.given);
        let result = work(state, &given);
        state.given = given;
        result
    })
}

/// The result for JavaScript.
pub fn done(state: &mut State, result: Result<i32, impl std::fmt::Display>) -> i32 {
    result.unwrap_or_else(|error| {
        state.bytes = error.to_string().into_bytes();
        -1
    })
}

impl State {
    /// Keeps an object and returns its number.
    pub fn keep(&mut self, object: impl Any) -> i32 {
        let free = self.objects.iter().position(Option::is_none);
        let number = free.unwrap_or_else(|| {
            self.objects.push(None);
            self.objects.len() - 1
        });
        self.objects[number] = Some(Box::new(object));
        i32::try_from(number).expect("fewer objects than bytes")
    }

    /// The object of this number, which must be of this type.
    pub fn object<T: Any>(&mut self, number: usize) -> &mut T {
        let object = self.objects[number].as_mut().expect("an object that was not freed");
        object.downcast_mut().expect("an object of this kind")
    }

    /// Takes the object out, to work with it beside another one or to drop it.
    pub fn take(&mut self, number: usize) -> Box<dyn Any> {
        self.objects[number].take().expect("an object that was not freed")
    }

    #[cfg(feature = "training")]
    pub fn put_back(&mut self, number: usize, object: Box<dyn Any>) {
        self.objects[number] = Some(object);
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

    /// The count, then the numbers.
    pub fn array(&mut self) -> &'a [f64] {
        let count = self.size("length").expect("the length of an array");
        let (array, rest) = self.rest.split_at(count);
        self.rest = rest;
        array
    }

    /// Whole numbers of a typed array: its length, then the numbers.
    pub fn words<T>(&mut self) -> Vec<T>
    where
        T: TryFrom<i64>,
        T::Error: std::fmt::Debug,
    {
        #[expect(clippy::cast_possible_truncation, reason = "from a typed array")]
        let whole = |&number: &f64| T::try_from(number as i64).expect("from a typed array");
        self.array().iter().map(whole).collect()
    }
}

#[cfg(feature = "training")]
impl<'a> Given<'a> {
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

    /// An array with the optimizer's numbers. The text has its kind and their names: `sgd,momentum,learningRate`.
    pub fn rule(&mut self, text: &[u8]) -> Result<Rule, Error> {
        let numbers = self.array();
        let text = String::from_utf8_lossy(text);
        let mut names = text.split(',');
        let kind = names.next().unwrap_or_default();
        Rule::named(kind, |wanted| {
            names.clone().zip(numbers).find_map(|(name, &number)| (name == wanted).then_some(number))
        })
    }

    /// Whether the precision is float64.
    pub fn double(&mut self) -> bool {
        self.number() > 32.0
    }
}
