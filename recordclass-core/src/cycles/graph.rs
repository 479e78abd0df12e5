//! Cycles in a graph of numbered nodes. Nothing here recurses: a list of a million records is a path of that length.

use std::collections::VecDeque;

/// No node.
const NONE: u32 = u32::MAX;

/// A directed graph: the edges of a node are a range of one list.
#[derive(Default)]
pub(super) struct Graph {
    /// Where the edges of each node begin; one more, where the last ones end.
    starts: Vec<usize>,
    edges: Vec<u32>,
}

impl Graph {
    /// Adds the next node, with all its edges.
    pub(super) fn add(&mut self, edges: impl IntoIterator<Item = u32>) {
        self.starts.push(self.edges.len());
        self.edges.extend(edges);
    }

    fn len(&self) -> usize {
        self.starts.len()
    }

    fn edges(&self, node: u32) -> &[u32] {
        let node = node as usize;
        let end = self.starts.get(node + 1).copied();
        &self.edges[self.starts[node]..end.unwrap_or(self.edges.len())]
    }

    /// Cycles through the wanted nodes: each of them that lies on a cycle lies on one of these, and each of these is a
    /// shortest one through some of them.
    pub(super) fn cycles(&self, wanted: impl Fn(u32) -> bool) -> Vec<Vec<u32>> {
        let component = self.components();
        let mut search = Search::new(self, &component);
        let mut covered = vec![false; self.len()];
        let mut found = Vec::new();
        for node in 0..self.len() as u32 {
            if covered[node as usize] || !wanted(node) {
                continue;
            }
            if let Some(cycle) = search.shortest(node) {
                for &on_it in &cycle {
                    covered[on_it as usize] = true;
                }
                found.push(cycle);
            }
        }
        found
    }

    /// The strongly connected component of each node, by Tarjan's algorithm with a stack of its own.
    fn components(&self) -> Vec<u32> {
        let mut order = vec![NONE; self.len()];
        let mut low = vec![NONE; self.len()];
        let mut component = vec![NONE; self.len()];
        let (mut open, mut path) = (Vec::new(), Vec::<(u32, usize)>::new());
        let (mut next_order, mut next_component) = (0, 0);
        for root in 0..self.len() as u32 {
            if order[root as usize] != NONE {
                continue;
            }
            path.push((root, 0));
            while let Some((node, edge)) = path.last_mut() {
                let at = *node as usize;
                if *edge == 0 && order[at] == NONE {
                    order[at] = next_order;
                    low[at] = next_order;
                    next_order += 1;
                    open.push(*node);
                }
                if let Some(&to) = self.edges(*node).get(*edge) {
                    *edge += 1;
                    if order[to as usize] == NONE {
                        path.push((to, 0));
                    } else if component[to as usize] == NONE {
                        low[at] = low[at].min(order[to as usize]);
                    }
                    continue;
                }
                let node = *node;
                path.pop();
                if let Some(&(parent, _)) = path.last() {
                    low[parent as usize] = low[parent as usize].min(low[at]);
                }
                if low[at] == order[at] {
                    while let Some(member) = open.pop() {
                        component[member as usize] = next_component;
                        if member == node {
                            break;
                        }
                    }
                    next_component += 1;
                }
            }
        }
        component
    }
}

/// Breadth-first searches inside of components. What a search has touched is forgotten by counting searches.
struct Search<'a> {
    graph: &'a Graph,
    component: &'a [u32],
    came_from: Vec<u32>,
    seen_in: Vec<u32>,
    search: u32,
}

impl<'a> Search<'a> {
    fn new(graph: &'a Graph, component: &'a [u32]) -> Self {
        Search {
            graph,
            component,
            came_from: vec![NONE; graph.len()],
            seen_in: vec![0; graph.len()],
            search: 0,
        }
    }

    /// A shortest cycle through the node, which comes first in it.
    fn shortest(&mut self, start: u32) -> Option<Vec<u32>> {
        self.search += 1;
        let mut queue = VecDeque::from([start]);
        while let Some(node) = queue.pop_front() {
            for &to in self.graph.edges(node) {
                if to == start {
                    return Some(self.way(start, node));
                }
                let at = to as usize;
                let inside = self.component[at] == self.component[start as usize];
                if inside && self.seen_in[at] != self.search {
                    self.seen_in[at] = self.search;
                    self.came_from[at] = node;
                    queue.push_back(to);
                }
            }
        }
        None
    }

    fn way(&self, start: u32, end: u32) -> Vec<u32> {
        let mut way = vec![end];
        let mut node = end;
        while node != start {
            node = self.came_from[node as usize];
            way.push(node);
        }
        way.reverse();
        way
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn graph(edges: &[&[u32]]) -> Graph {
        let mut graph = Graph::default();
        for edges in edges {
            graph.add(edges.iter().copied());
        }
        graph
    }

    #[test]
    fn what_has_no_way_back_is_no_cycle() {
        assert!(graph(&[]).cycles(|_| true).is_empty());
        assert!(graph(&[&[1, 2], &[2], &[]]).cycles(|_| true).is_empty());
    }

    #[test]
    fn a_cycle_begins_with_a_wanted_node() {
        let ring = graph(&[&[1], &[2], &[0], &[0]]);
        assert_eq!(ring.cycles(|node| node == 2), [[2, 0, 1]]);
        assert!(ring.cycles(|node| node == 3).is_empty());
        assert_eq!(graph(&[&[0]]).cycles(|_| true), [[0]]);
    }

    #[test]
    fn each_wanted_node_is_on_a_shortest_cycle() {
        // 0 and 1 hold each other; so do 1 and 2; and 2 leads to 0.
        let cycles = graph(&[&[1], &[0, 2], &[1, 0]]).cycles(|_| true);
        assert_eq!(cycles, [vec![0, 1], vec![2, 1]]);
    }

    #[test]
    fn a_long_ring_needs_no_deep_stack() {
        let length = if cfg!(miri) { 1_000 } else { 1_000_000 };
        let mut ring = Graph::default();
        for node in 0..length {
            ring.add([(node + 1) % length]);
        }
        let cycles = ring.cycles(|_| true);
        assert_eq!((cycles.len(), cycles[0].len()), (1, length as usize));
    }
}
