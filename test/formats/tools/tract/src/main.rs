//! Runs a model of the fixed cell with tract: `tract-streams MODEL STREAM`, where STREAM is the text that
//! ../onnx.check.ts writes. Prints the outputs of all steps, then the last state.
use std::{env, fs};
use tract_onnx::prelude::*;

fn main() -> TractResult<()> {
    let arguments: Vec<String> = env::args().collect();
    let text = fs::read_to_string(&arguments[2])?;
    let mut lines = text.lines().map(|line| -> Vec<i32> {
        line.split_whitespace().map(|word| word.parse().expect("a whole number")).collect()
    });
    let mut line = || lines.next().expect("four lines");
    let sizes: Vec<usize> = line().iter().map(|&size| size as usize).collect();
    let [batch, inputs, hidden, _] = sizes[..] else { panic!("batch, inputs, hidden, outputs") };
    let mut state = Tensor::from_shape(&[batch, hidden], &line())?;
    let chunks = line();
    let x = line();
    let model = tract_onnx::onnx().model_for_path(&arguments[1])?.into_optimized()?.into_runnable()?;
    let mut at = 0;
    let mut outputs: Vec<String> = Vec::new();
    for chunk in chunks {
        let length = chunk as usize * batch * inputs;
        let part = Tensor::from_shape(&[chunk as usize, batch, inputs], &x[at..at + length])?;
        at += length;
        let result = model.run(tvec!(part.into(), state.clone().into()))?;
        outputs.extend(result[0].to_plain_array_view::<i32>()?.iter().map(i32::to_string));
        state = result[1].clone().into_tensor();
    }
    println!("{}", outputs.join(" "));
    println!("{}", state.to_plain_array_view::<i32>()?.iter().map(i32::to_string).collect::<Vec<_>>().join(" "));
    Ok(())
}
