// What the explorer takes from sigma.js and graphology.
export { UndirectedGraph } from "graphology";
export { Sigma } from "sigma";
export { NodeCircleProgram, EdgeLineProgram, EdgeRectangleProgram } from "sigma/rendering";
